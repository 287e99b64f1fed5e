"""``postroom check``: what is right and what is wrong with this installation, a sentence each."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module

from postroom import config
from postroom.config import Config
from postroom.ground.check_database import check_public_address, check_server, has_tables
from postroom.ground.check_folder import check_disk, check_folder, check_secret_key
from postroom.ground.database import connect
from postroom.ground.django_setup import set_up_django
from postroom.ground.errors import DatabaseError
from postroom.ground.finding import Finding, Weight, wrong
from postroom.words import gettext as _


def main(arguments: Sequence[str]) -> int:
    """Print a line a finding; 1 where something is wrong."""
    argparse.ArgumentParser(
        prog="postroom check",
        description=_(
            "Say what is wrong with the settings, the database, the folders and the way to the mail servers."
        ),
    ).parse_args(arguments)
    marks = {Weight.RIGHT: _("OK"), Weight.NOTE: _("NOTE"), Weight.WRONG: _("WRONG")}
    width = max(map(len, marks.values()))
    bad = 0
    for finding in _findings(config.load()):
        sys.stdout.write(f"{marks[finding.weight]:{width}}  {finding.sentence}\n")
        sys.stdout.flush()
        bad += finding.weight is Weight.WRONG
    return 1 if bad else 0


def _findings(settings: Config) -> Iterator[Finding]:
    yield from check_folder(settings)
    yield from check_disk(settings)
    yield from check_secret_key(settings)
    yield from _database_findings(settings)


def _database_findings(settings: Config) -> Iterator[Finding]:
    try:
        connection = connect(settings)
    except DatabaseError as error:
        yield wrong(str(error))
        return
    with connection:
        yield from check_server(connection)
        yield from check_public_address(settings, connection)
        if has_tables(connection):
            yield from _mail_findings()


def _mail_findings() -> Iterator[Finding]:
    set_up_django()
    yield from import_module("postroom.ground.check_mail").check_mail()
