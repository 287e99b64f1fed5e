"""A plain look at the database, before Django's pool hides what is wrong with it."""

import psycopg

from postroom.config import Config
from postroom.ground.errors import DatabaseError
from postroom.ground.places import socket_folder
from postroom.words import gettext as _

OLDEST = 15
"""The oldest PostgreSQL that Postroom works with."""
_CONNECT_SECONDS = 10
_NUMBER_PER_MAJOR = 10000


def connect(config: Config) -> psycopg.Connection:
    """A connection of one's own, outside any transaction.

    Raises:
        DatabaseError: there is none to be had, or the server is too old. Its text holds no password.
    """
    if config.embedded and not socket_folder(config.data).is_dir():
        raise DatabaseError(_not_running(config))
    try:
        connection = psycopg.connect(
            config.database_url, connect_timeout=_CONNECT_SECONDS, application_name="postroom", autocommit=True
        )
    except psycopg.Error as error:
        raise DatabaseError(_unreachable(config, error)) from None  # its context may hold the address with password
    if connection.info.server_version // _NUMBER_PER_MAJOR < OLDEST:
        version = connection.info.server_version // _NUMBER_PER_MAJOR
        connection.close()
        raise DatabaseError(
            _("The database is PostgreSQL {version}. Postroom needs {oldest} or newer.").format(
                version=version, oldest=OLDEST
            )
        )
    return connection


def _not_running(config: Config) -> str:
    return _(
        "The database of {folder} is not running. Start it with “postroom run”, "
        "or set POSTROOM_DATABASE_URL to a server of your own."
    ).format(folder=config.data)


def _unreachable(config: Config, error: psycopg.Error) -> str:
    if config.embedded:
        return _not_running(config)
    password = str(psycopg.conninfo.conninfo_to_dict(config.database_url).get("password") or "")
    words = " ".join(str(error).split())
    words = words.replace(password, "…") if password else words
    return _("The database of POSTROOM_DATABASE_URL cannot be reached: {words}").format(words=words)
