"""One running Postroom per data folder, held by an flock that ends with the process however it dies (flock(2))."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postroom.ground.errors import AlreadyRunning, ConfigError
from postroom.words import gettext as _


@contextmanager
def only_one(data: Path, address: str) -> Iterator[None]:
    """Hold the data folder for this process.

    Raises:
        AlreadyRunning: another process holds it; says which, and under what address it serves.
        ConfigError: the folder cannot be written.
    """
    descriptor = _open(data / "lock")
    try:
        _take(descriptor, data)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {address}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise ConfigError(
            _("The data folder {folder} cannot be written: {error}.").format(folder=path.parent, error=error)
        ) from error


def _take(descriptor: int, data: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        process, _space, address = os.pread(descriptor, 500, 0).decode().strip().partition(" ")
        raise AlreadyRunning(
            _("Postroom is already running in {folder} (process {process}, address {address}).").format(
                folder=data, process=process or "?", address=address or "?"
            )
        ) from error
