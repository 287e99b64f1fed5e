"""The database, its clock, and the public address that is stored in it."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg

from postroom.config import Config
from postroom.ground.finding import Finding, note, right, wrong
from postroom.words import gettext as _

_MOST_SECONDS_APART = 5.0
_LOCAL = ("localhost", "127.0.0.1", "::1")


def check_server(connection: psycopg.Connection) -> Iterator[Finding]:
    """Its version, and how far its clock is from this machine's."""
    version = connection.info.parameter_status("server_version")
    yield right(_("The database answers (PostgreSQL {version}).").format(version=version))
    apart = _seconds_apart(connection)
    if apart > _MOST_SECONDS_APART:
        yield wrong(
            _(
                "The clocks of this machine and of the database are {seconds:.0f} seconds apart. "
                "Set up time synchronisation (NTP) on both."
            ).format(seconds=apart)
        )
    else:
        yield right(_("The clocks of this machine and of the database agree."))


def _seconds_apart(connection: psycopg.Connection) -> float:
    row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    return abs(row[0] - time.time()) if row else 0.0


def has_tables(connection: psycopg.Connection) -> bool:
    """Whether Postroom was ever started on this database."""
    row = connection.execute("SELECT to_regclass('postroom_setting') IS NOT NULL").fetchone()
    return bool(row and row[0])


def check_public_address(config: Config, connection: psycopg.Connection) -> Iterator[Finding]:
    """Whether links in mails lead anywhere: the setting, else what the set-up page was told."""
    address = config.public_url or _stored_address(connection)
    if not address:
        yield wrong(_("There is no public address yet. Do the set-up, or set POSTROOM_PUBLIC_URL."))
    elif urlsplit(address).hostname in _LOCAL:
        yield note(_("The public address is {address}: only this machine can open it.").format(address=address))
    elif not address.startswith("https://"):
        yield wrong(
            _("The public address is {address}: passwords would travel in clear text. Use https.").format(
                address=address
            )
        )
    else:
        yield right(_("The public address is {address}.").format(address=address))


def _stored_address(connection: psycopg.Connection) -> str:
    if not has_tables(connection):
        return ""
    row = connection.execute("SELECT value FROM postroom_setting WHERE key = 'public_url'").fetchone()
    return str(row[0]) if row else ""
