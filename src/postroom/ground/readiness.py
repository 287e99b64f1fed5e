"""Between the database and the pages: tables brought up to date, and the one line that says where to go."""

import select
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from postroom.config import Config
from postroom.ground.errors import NotPrepared
from postroom.ground.small_log import warn
from postroom.ground.supervisor import Supervisor
from postroom.ground.tree import own_command
from postroom.words import gettext as _

_PREPARE_DEADLINE = 3600.0
"""Seconds; a migration of a large installation may take its time."""
_WEB_DEADLINE = 60.0
_CONNECT_SECONDS = 1.0
_REQUEST = b"HEAD / HTTP/1.0\r\nHost: localhost\r\n\r\n"


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote to standard output."""

    code: int
    output: str


def prepare(tree: Supervisor) -> str:
    """Run ``postroom prepare``; returns the link to the set-up page, empty when the set-up is done.

    Raises:
        NotPrepared: it failed; what it wrote stands in the terminal.
    """
    ended = run_to_end(tree, own_command("prepare"))
    if ended.code:
        raise NotPrepared(_("Postroom does not start, because its database is not ready. The lines above say why."))
    return ended.output


def run_to_end(tree: Supervisor, command: Sequence[str]) -> Ended:
    """Run a command while the tree is kept; it is killed where a stopping signal comes first."""
    process = subprocess.Popen(list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, process_group=0)
    try:
        tree.wait_for(lambda: process.poll() is not None, _PREPARE_DEADLINE)
    finally:
        process.kill()
        output = process.communicate()[0]
    return Ended(process.returncode, output.decode().strip())


def wait_for_web(tree: Supervisor, config: Config) -> None:
    """Wait until pages are served."""
    if not tree.wait_for(Probe(config).answered, _WEB_DEADLINE):
        warn("web does not answer yet", seconds=_WEB_DEADLINE)


def announce(tree: Supervisor, config: Config, link: str) -> None:
    """Wait until pages are served, and print the address."""
    wait_for_web(tree, config)
    line = _("Postroom is running. Set it up here: {address}") if link else _("Postroom is running: {address}")
    say(line.format(address=link or config.public_url or config.address))


def say(line: str) -> None:
    """Print the one line that somebody may be waiting for, also where output goes into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Probe:
    """Asks for a page without ever waiting: the supervisor has other things to watch."""

    def __init__(self, config: Config) -> None:
        self._address = (config.reachable_host, config.port)
        self._connection: socket.socket | None = None

    def answered(self) -> bool:
        """Whether an answer has come, whatever it says."""
        try:
            return self._look()
        except OSError:
            self._forget()
            return False

    def _look(self) -> bool:
        if self._connection is None:
            self._connection = socket.create_connection(self._address, _CONNECT_SECONDS)
            self._connection.sendall(_REQUEST)
        if not select.select([self._connection], [], [], 0)[0]:
            return False
        start = self._connection.recv(5)
        self._forget()
        return start == b"HTTP/"

    def _forget(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None
