"""``postroom restore``: an archive back into an installation that is not running."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import psycopg

from postroom import config
from postroom.config import Config
from postroom.ground.archive import DUMP, Manifest, member, opened, verify_archive
from postroom.ground.backup import SETTINGS_FILE
from postroom.ground.check_database import has_tables
from postroom.ground.database import connect
from postroom.ground.embedded import embedded
from postroom.ground.errors import RestoreError
from postroom.ground.lock import only_one
from postroom.ground.postgres_client import ProgramFailed, restore
from postroom.ground.secret_key import FILE_NAME as SECRET_KEY
from postroom.ground.serving import running_server
from postroom.words import gettext as _

_EMPTY = ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


def main(arguments: Sequence[str]) -> int:
    """Put an archive back."""
    parser = argparse.ArgumentParser(
        prog="postroom restore",
        description=_(
            "Put the database and the secret key of an archive back. Stop Postroom on all machines first. "
            "Without --force nothing that is there is replaced."
        ),
    )
    parser.add_argument("file", type=Path, help=_("the archive"))
    parser.add_argument(
        "--force", action="store_true", help=_("replace the database and the secret key that are there")
    )
    given = parser.parse_args(arguments)
    settings = config.load()
    restore_backup(settings, given.file, force=given.force)
    sys.stdout.write(_("{file} is back in {folder}.").format(file=given.file, folder=settings.data) + "\n")
    return 0


def restore_backup(settings: Config, path: Path, *, force: bool) -> None:
    """Verify an archive and put it back; the database in one transaction.

    Raises:
        BackupError: the archive is damaged.
        RestoreError: it is of a newer version, the target is in use, or not empty and `force` is not given.
    """
    _fits_this_version(verify_archive(path))
    with only_one(settings.data, _("restoring")):
        if not settings.embedded:
            _put_back(settings, path, force=force)
            return
        with running_server(embedded(settings.data)):
            _put_back(settings, path, force=force)


def _fits_this_version(manifest: Manifest) -> None:
    if _numbers(manifest.postroom) > _numbers(version("postroom")):
        raise RestoreError(
            _("The archive is of Postroom {theirs}, this is {ours}. Update Postroom first.").format(
                theirs=manifest.postroom, ours=version("postroom")
            )
        )


def _numbers(name: str) -> list[int]:
    return [int(part) for part in name.split(".") if part.isdigit()]


def _put_back(settings: Config, path: Path, *, force: bool) -> None:
    with connect(settings) as connection:
        _nobody_else(connection)
        filled = has_tables(connection)
    if not force and (filled or _other_key(settings, path)):
        raise RestoreError(
            _("There is a Postroom with data already. “postroom restore --force” replaces it; make a backup first.")
        )
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".postroom-restore-") as folder:
        _extract(path, Path(folder))
        try:
            restore(settings, Path(folder, DUMP), _EMPTY if filled else ())
        except ProgramFailed as error:
            raise RestoreError(
                _("The database was not restored and is as it was: {words}").format(words=error)
            ) from error
        _put_files(Path(folder), settings.data)


def _nobody_else(connection: psycopg.Connection) -> None:
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    ).fetchone()
    if row and row[0]:
        raise RestoreError(_("Others are connected to the database. Stop Postroom on all machines first."))


def _other_key(settings: Config, path: Path) -> bool:
    present = settings.data / SECRET_KEY
    with opened(path) as archive:
        return present.exists() and present.read_bytes().strip() != member(archive, SECRET_KEY).read().strip()


def _extract(path: Path, folder: Path) -> None:
    with opened(path) as archive:
        for name in archive.getnames():
            with (folder / Path(name).name).open("wb") as copy:
                shutil.copyfileobj(member(archive, name), copy)


def _put_files(folder: Path, data: Path) -> None:
    """The secret key; the settings only for reading, since they may name the old machine's database."""
    names = {SECRET_KEY: SECRET_KEY, SETTINGS_FILE: f"{SETTINGS_FILE}.from-backup"}
    for name, new_name in names.items():
        if (folder / name).exists():
            (folder / name).chmod(0o600)
            os.replace(folder / name, data / new_name)
