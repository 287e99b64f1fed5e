"""``postroom prepare``, the supervisor's first child: migrate, then print the link to the set-up page if any."""

import sys
from collections.abc import Sequence

import psycopg
from django.core.management import call_command

from postroom import config
from postroom.ground.database import connect
from postroom.ground.first_visit import set_up_link
from postroom.ground.migrations import pending_migrations

_LOCK = 0x706F7374726F6F6D
"""The letters “postroom”: of several machines that start together, one migrates and the others wait."""


def main(_arguments: Sequence[str]) -> int:
    """Bring the tables up to date. Standard output has the link, or nothing."""
    settings = config.load()
    with connect(settings) as lock:
        _hold(lock)
        _migrate()
    sys.stdout.write(set_up_link(settings) or "")
    return 0


def _hold(lock: psycopg.Connection) -> None:
    lock.execute("SELECT pg_advisory_lock(%s)", [_LOCK])


def _migrate() -> None:
    if pending_migrations():
        call_command("migrate", verbosity=0, interactive=False)
