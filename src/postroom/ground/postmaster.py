"""What postmaster.pid says about a running server (PostgreSQL documentation, 66.1)."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from postroom.ground.errors import DatabaseError
from postroom.words import gettext as _

_PID_LINE, _STATUS_LINE = 0, 7
_STEP = 0.02
_FAST, _IMMEDIATE = 15.0, 5.0
"""Seconds given to a fast shutdown (SIGINT), and then to an immediate one (SIGQUIT)."""


@dataclass(frozen=True)
class Postmaster:
    """One reading of the file."""

    pid: int
    ready: bool


def read_postmaster(cluster: Path) -> Postmaster | None:
    """What the file says; None without one, or while it is being written."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        status = lines[_STATUS_LINE].strip() if len(lines) > _STATUS_LINE else ""
        return Postmaster(int(lines[_PID_LINE]), status == "ready")
    except (FileNotFoundError, IndexError, ValueError):
        return None


def serves(cluster: Path, pid: int | None) -> bool:
    """Whether the server with that number takes connections: a file may have been left by an earlier one."""
    postmaster = read_postmaster(cluster)
    return postmaster is not None and postmaster.ready and postmaster.pid == pid


def make_room(cluster: Path) -> None:
    """Before a start: see to it that nothing of a killed predecessor serves the cluster, or seems to.

    Raises:
        DatabaseError: a process left behind does not stop.
    """
    if _processes_of(cluster):
        _stop_left_over(cluster)
    left = read_postmaster(cluster)
    if left and Path(f"/proc/{left.pid}").exists():
        # Nothing serves the cluster, and the number is a stranger's (after a restart of a container the numbers begin
        # anew) or a zombie's. PostgreSQL would refuse to start for as long as that process is there.
        (cluster / "postmaster.pid").unlink()


def _stop_left_over(cluster: Path) -> None:
    for number, seconds in ((signal.SIGINT, _FAST), (signal.SIGQUIT, _IMMEDIATE)):
        processes = _processes_of(cluster)
        postmaster = read_postmaster(cluster)
        if postmaster and postmaster.pid in processes:
            _send(postmaster.pid, number)
        elif number == signal.SIGQUIT:  # without their postmaster the others end by themselves, unless they are busy
            for pid in processes:
                _send(pid, number)
        if wait_until(lambda: not _processes_of(cluster), seconds):
            return
    raise DatabaseError(
        _("A database left behind (processes {pids}) does not stop. Stop it, then start Postroom again.").format(
            pids=", ".join(map(str, _processes_of(cluster)))
        )
    )


def _processes_of(cluster: Path) -> list[int]:
    """PostgreSQL's processes all work inside its data directory."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _works_for(cluster, entry)]


def _works_for(cluster: Path, process: Path) -> bool:
    try:
        here = (process / "cwd").readlink() == cluster.resolve()
        return here and (process / "comm").read_text(encoding="utf-8").strip() == "postgres"
    except OSError:
        return False


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Look every 20 ms whether something is true yet; False when the time is over."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() >= end:
            return False
        time.sleep(_STEP)
    return True
