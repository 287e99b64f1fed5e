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

    Else it lies elsewhere, and the link that `choose_socket_folder` left says where.
    """
    inside = _socket_folder_inside(data)
    link = _link(data)
    return inside if _fits(inside) or not link.is_symlink() else Path(os.readlink(link))


def choose_socket_folder(data: Path) -> Path:
    """For who starts the server: decide on the folder, which may not exist yet, and leave word of it."""
    inside, link = _socket_folder_inside(data), _link(data)
    if _fits(inside):
        return inside
    chosen = _socket_folder_elsewhere(data)
    link.unlink(missing_ok=True)
    link.symlink_to(chosen)
    return chosen


def _socket_folder_inside(data: Path) -> Path:
    return postgres_folder(data) / "socket"


def _link(data: Path) -> Path:
    return data / "socket"


def _socket_folder_elsewhere(data: Path) -> Path:
    # Root's server runs as another user, who may not enter root's runtime folder.
    runtime = os.environ.get("XDG_RUNTIME_DIR") if os.geteuid() else None
    name = f"postroom-{os.geteuid()}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"
    return Path(runtime if runtime and Path(runtime).is_dir() else "/tmp") / name  # noqa: S108 (guarded before use)


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / _SOCKET_NAME)) <= _LONGEST_SOCKET_PATH
