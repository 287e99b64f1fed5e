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


def stop_left_over(cluster: Path) -> None:
    """Stop a server that a killed Postroom left behind, so that its successor can start its own.

    The file of a server that is gone too is left to PostgreSQL, which judges it better.

    Raises:
        DatabaseError: it does not stop.
    """
    left = read_postmaster(cluster)
    if left is None or not _serves(left.pid, cluster):
        return
    for number, seconds in ((signal.SIGINT, _FAST), (signal.SIGQUIT, _IMMEDIATE)):
        _send(left.pid, number)
        if wait_until(lambda: not _serves(left.pid, cluster), seconds):
            return
    raise DatabaseError(
        _("A database server left behind (process {pid}) does not stop. Stop it, then start Postroom again.").format(
            pid=left.pid
        )
    )


def _serves(pid: int, cluster: Path) -> bool:
    """Whether that process is a server of this cluster: after a reboot the number may be anybody's."""
    try:
        here = Path(f"/proc/{pid}/cwd").resolve(strict=True) == cluster.resolve()
        return here and Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip() == "postgres"
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
