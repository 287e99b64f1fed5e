"""pg_dump, pg_restore and psql on the configured database.

The password goes by the environment: arguments are seen by every user of the machine.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from postroom.config import Config
from postroom.ground.postgres_programs import program

_CONNECT_SECONDS = "10"
_HEAD = 65536
_NEWER_SETTING = b"SET transaction_timeout = 0;\n"
"""Written by pg_restore 17 and newer; PostgreSQL 15 and 16 do not know it."""


class ProgramFailed(Exception):
    """A PostgreSQL program said no; the text is what it wrote."""


def dump(config: Config, target: Path) -> None:
    """Write the whole database in pg_dump's custom format, as of one moment.

    Raises:
        ProgramFailed: pg_dump failed.
    """
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}", *_database(config)]
    with _running("pg_dump", options, _password(config)):
        return


@contextmanager
def read_to_the_end() -> Iterator[IO[bytes]]:
    """A pipe for a dump, which pg_restore reads to its last block.

    Raises:
        ProgramFailed: the dump is damaged.
    """
    with _running("pg_restore", ["--file=/dev/null"], stdin=subprocess.PIPE) as process:
        assert process.stdin
        yield process.stdin


def restore(config: Config, source: Path, before: Sequence[str]) -> None:
    """Put a dump into the database, after some statements, all in one transaction.

    Raises:
        ProgramFailed: the dump cannot be read, or the server refused; the database is as it was.
    """
    first = [f"--command={statement}" for statement in before]
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", *first, "--file=-"]
    with (
        _running("psql", [*options, *_database(config)], _password(config), stdin=subprocess.PIPE) as psql,
        _running(
            "pg_restore", ["--no-owner", "--no-privileges", "--file=-", str(source)], stdout=subprocess.PIPE
        ) as sql,
    ):
        assert psql.stdin
        assert sql.stdout
        _pass_on(sql.stdout, psql.stdin)
        if sql.wait():
            psql.kill()  # at the end of its input it would commit the half it has


def _pass_on(sql: IO[bytes], psql: IO[bytes]) -> None:
    with suppress(BrokenPipeError):  # psql has given up and says why
        psql.write(sql.read(_HEAD).replace(_NEWER_SETTING, b""))
        shutil.copyfileobj(sql, psql)


@contextmanager
def _running(
    name: str,
    options: Sequence[str],
    variables: dict[str, str] | None = None,
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [str(program(name)), *options],
            env={**os.environ, "PGCONNECT_TIMEOUT": _CONNECT_SECONDS, **(variables or {})},
            stdin=stdin,
            stdout=stdout,
            stderr=words,
        )
        try:
            yield process
        finally:
            with suppress(BrokenPipeError):
                process.communicate()
        if process.returncode:
            words.seek(0)
            raise ProgramFailed(" ".join(words.read().decode(errors="replace").split()))


def _database(config: Config) -> list[str]:
    parts = {name: str(value) for name, value in conninfo_to_dict(config.database_url).items() if name != "password"}
    return ["--dbname=" + make_conninfo("", **parts)]


def _password(config: Config) -> dict[str, str]:
    password = conninfo_to_dict(config.database_url).get("password")
    return {"PGPASSWORD": str(password)} if password else {}
