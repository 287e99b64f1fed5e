"""The processes of a Postroom, as plans."""

import signal
import socket
import sys

from postroom.config import Config
from postroom.ground.child import Plan
from postroom.ground.embedded import Embedded
from postroom.ground.postmaster import make_room

_POSTGRES_PATIENCE, _WEB_PATIENCE, _WORKER_PATIENCE = 30.0, 8.0, 20.0


def own_command(*words: str) -> list[str]:
    """A subcommand of this same Postroom. ``-P`` keeps the present folder from being searched for modules."""
    return [sys.executable, "-P", "-m", "postroom", *words]


def _dying_with_parent(name: signal.Signals, command: list[str]) -> list[str]:
    return ["setpriv", f"--pdeathsig={name.name.removeprefix('SIG')}", *command]


def postgres_plan(server: Embedded) -> Plan:
    """The embedded server. SIGINT is its fast shutdown: it ends sessions instead of waiting for them."""
    return Plan(
        "postgres",
        server.command,
        stop_signal=signal.SIGINT,
        patience=_POSTGRES_PATIENCE,
        log=str(server.log),
        before=lambda: make_room(server.cluster),
    )


def web_plans(config: Config, listener: socket.socket) -> list[Plan]:
    """Web processes that share one listening socket, which stays open while they are started again."""
    descriptor = listener.fileno()
    # A web process has nothing to finish when its supervisor was killed, and would keep the port from the next one.
    command = _dying_with_parent(signal.SIGKILL, own_command("web-process", str(descriptor)))
    return [
        Plan(f"web {number}", lambda: command, patience=_WEB_PATIENCE, descriptors=(descriptor,))
        for number in range(1, config.web_processes + 1)
    ]


def worker_plans(config: Config) -> list[Plan]:
    """Workers, given time to finish a delivery."""
    command = _dying_with_parent(signal.SIGTERM, own_command("worker-process"))
    return [
        Plan(f"worker {number}", lambda: command, patience=_WORKER_PATIENCE) for number in range(1, config.workers + 1)
    ]
