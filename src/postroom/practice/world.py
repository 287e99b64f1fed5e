"""Everything the servers of one practice tenant share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from postroom.practice.database import Database
from postroom.practice.google.google import Google
from postroom.practice.identity.consents import Consents
from postroom.practice.identity.directory import Directory
from postroom.practice.identity.flow import Flows
from postroom.practice.identity.keys import SigningKey
from postroom.practice.identity.tokens import Tokens
from postroom.practice.mailstore.post import Post
from postroom.practice.switches import Switches
from postroom.practice.tls import Tls, prepare_tls


@dataclass
class World:
    database: Database
    directory: Directory
    consents: Consents
    key: SigningKey
    tokens: Tokens
    flows: Flows
    post: Post
    switches: Switches
    tls: Tls
    google: Google
    base_url: str = ""
    """Where the HTTP port listens; known once it does."""


def open_world(folder: Path) -> World:
    """Open what `folder` holds, or start an empty world there."""
    database = Database(folder / "practice.sqlite3")
    directory = Directory(database)
    key = SigningKey(folder / "signing-key.pem")
    return World(
        database,
        directory,
        Consents(database),
        key,
        Tokens(database, directory, key),
        Flows(),
        Post(database),
        Switches(),
        prepare_tls(folder),
        Google(database),
    )
