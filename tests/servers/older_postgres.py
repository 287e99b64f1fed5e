"""A PostgreSQL 15 of Debian, the oldest that Postroom works with, on a socket in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.servers.running import eventually

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
MISSING = "POSTGRESQL 15 IS NOT TESTED: apt-get install postgresql-15"


@contextmanager
def older_postgres() -> Iterator[Path]:
    """Yield the folder of the socket of a running server; everybody who reaches it is let in as `postroom`."""
    folder = Path(tempfile.mkdtemp(prefix="pg15-"))
    try:
        prefix = _as_its_user(folder)
        make = ["initdb", "-D", f"{folder}/data", "-U", "postroom", "-A", "trust", "-E", "UTF8", "--no-sync"]
        _run([*prefix, str(PROGRAMS / make[0]), *make[1:]])
        options = ["-D", f"{folder}/data", "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([*prefix, str(PROGRAMS / "postgres"), *options], cwd=folder, stderr=log)
        try:
            eventually(lambda: _answers(folder))
            yield folder
        finally:
            server.terminate()
            server.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_database(folder: Path, name: str) -> str:
    """Make an empty database; return its address."""
    with psycopg.connect(_address(folder, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return _address(folder, name)


def _address(folder: Path, database: str) -> str:
    return f"postgresql://postroom@/{database}?host={folder}"


def _as_its_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; its package made a user for it."""
    if os.getuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--pdeathsig=INT"]


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd="/", check=True, capture_output=True, timeout=60)


def _answers(folder: Path) -> bool:
    try:
        psycopg.connect(_address(folder, "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
