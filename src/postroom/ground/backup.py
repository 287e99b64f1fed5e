"""``postroom backup``: database and files into one archive, read back whole before it gets its name."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from postroom import config
from postroom.config import Config
from postroom.ground.archive import DUMP, FORMAT, Manifest, digest, verify_archive, write_archive
from postroom.ground.check_database import has_tables
from postroom.ground.database import connect
from postroom.ground.errors import BackupError
from postroom.ground.postgres_client import ProgramFailed, dump
from postroom.ground.secret_key import FILE_NAME as SECRET_KEY
from postroom.ground.serving import database_for
from postroom.words import gettext as _

SETTINGS_FILE = "postroom.conf"


def main(arguments: Sequence[str]) -> int:
    """Write an archive and print its path."""
    parser = argparse.ArgumentParser(
        prog="postroom backup",
        description=_(
            "Write the database, the secret key and the file of settings into one archive, and read it back whole. "
            "Postroom may be running. Keep the archive safe: it holds all mail and the key to the stored passwords."
        ),
    )
    name = f"postroom-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.tar"
    parser.add_argument(
        "file", nargs="?", type=Path, default=Path(name), help=_("the archive; default: {name}").format(name=name)
    )
    target: Path = parser.parse_args(arguments).file.absolute()
    write_backup(config.load(), target)
    sys.stdout.write(f"{target}\n")
    return 0


def write_backup(settings: Config, target: Path) -> None:
    """Write a verified archive.

    Raises:
        BackupError: there is nothing to save, the file exists, or something cannot be read or written.
    """
    if target.exists():
        raise BackupError(_("{path} exists already.").format(path=target))
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".postroom-backup-") as folder:
            _write(settings, target, Path(folder))
    except (OSError, ProgramFailed) as error:
        raise BackupError(_("The backup was not written: {error}").format(error=error)) from error


def _write(settings: Config, target: Path, folder: Path) -> None:
    with database_for(settings):
        migrations = _migrations(settings)
        dump(settings, folder / DUMP)
    members = {DUMP: folder / DUMP, **_files(settings, folder)}
    digests = {name: digest(path) for name, path in members.items()}
    made = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(FORMAT, version("postroom"), made, migrations, digests)
    beside = folder / "archive.tar"
    write_archive(beside, manifest, members)
    verify_archive(beside)
    _keep(beside, target)
    with database_for(settings):
        _remember(settings)


def _remember(settings: Config) -> None:
    """The page of system health says when the last one was made."""
    with connect(settings) as connection:
        connection.execute(
            "INSERT INTO postroom_setting (key, value, changed_at) VALUES ('last_backup', '{}', now()) "
            "ON CONFLICT (key) DO UPDATE SET changed_at = now()"
        )


def _migrations(settings: Config) -> dict[str, str]:
    with connect(settings) as connection:
        if not has_tables(connection):
            raise BackupError(_("There is nothing to save: Postroom was never started on this database."))
        return dict(connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app").fetchall())


def _files(settings: Config, folder: Path) -> dict[str, Path]:
    files = {SECRET_KEY: settings.secret_key + "\n"}
    if settings.file:
        files[SETTINGS_FILE] = settings.file.read_text(encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return {name: folder / name for name in files}


def _keep(beside: Path, target: Path) -> None:
    """On the disk for good, under its name, unless somebody made a file of that name meanwhile."""
    descriptor = os.open(beside, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    os.link(beside, target)
