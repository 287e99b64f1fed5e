"""Where things lie: the data folder by default, and the folder of the embedded server's socket."""

import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]
_LONGEST_SOCKET_PATH = 107
"""Bytes of sun_path in sockaddr_un without the closing zero (unix(7))."""
_SOCKET_NAME = ".s.PGSQL.5432"


def default_data_folder() -> Path:
    """``data`` in a checkout; else /var/lib/postroom for root, and the XDG data folder for everybody else."""
    if (CHECKOUT / "pyproject.toml").exists() and (CHECKOUT / "Makefile").exists():
        return CHECKOUT / "data"
    if os.geteuid() == 0:
        return Path("/var/lib/postroom")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "postroom"


def postgres_folder(data: Path) -> Path:
    """Everything of the embedded server; its owner is the user it runs as, and nobody else gets in."""
    return data / "postgres"


def socket_folder(data: Path) -> Path:
    """The folder of the embedded server's socket: in the data folder where the path is short enough for a socket.

    Else it lies elsewhere, and the link that `remember_socket_folder` left says where.
    """
    inside = postgres_folder(data) / "socket"
    if fits(inside):
        return inside
    link = data / "socket"
    return Path(os.readlink(link)) if link.is_symlink() else _elsewhere(data)


def _elsewhere(data: Path) -> Path:
    name = f"postroom-{os.geteuid()}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"
    return Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp") / name  # noqa: S108 (owner and mode are checked before use)


def fits(folder: Path) -> bool:
    """Whether a socket in the folder has a path the kernel takes."""
    return len(os.fsencode(folder / _SOCKET_NAME)) <= _LONGEST_SOCKET_PATH
