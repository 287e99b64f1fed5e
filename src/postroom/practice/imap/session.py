"""The state of one IMAP connection, and the answers that end a command."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from postroom.practice.imap.view import View
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.mailstore.message import Message
from postroom.practice.world import World


class No(Exception):
    """The command failed: tagged NO."""


class Bad(Exception):
    """The command is wrong or not allowed now: tagged BAD."""


class Ended(Exception):
    """The session is over: an untagged BYE, and no tagged answer."""


class Speech(Protocol):
    """One server's words and habits. What refuses raises No, Bad or Ended."""

    mechanisms: frozenset[bytes]
    """The ways to sign in by AUTHENTICATE."""
    greeting: bytes
    name: bytes
    """The answer to ID."""
    goodbye: bytes
    after_sign_in: bytes
    """The capabilities of somebody who is signed in."""
    special_uses: dict[str, bytes]
    """The RFC 6154 word of each well-known folder."""

    def before_sign_in(self, world: World) -> bytes:
        """Return the capabilities of a stranger."""
        ...

    async def by_token(self, session: Session, user: str, token: str) -> None:
        """Let the session into the mailbox of `user`. Raises No."""
        ...

    def by_password(self, session: Session, name: str, password: str) -> None:
        """Let the session in by a password, where that is still possible. Raises No."""
        ...

    def holds(self, session: Session) -> bool:
        """Whether the session's token is still good."""
        ...

    def throttle(self) -> Exception:
        """Return the refusal of somebody who asks too much."""
        ...

    def remove(self, session: Session, message: Message) -> None:
        """Do what an EXPUNGE does to a message."""
        ...

    def can_select(self, path: str) -> bool:
        """Whether a folder holds messages."""
        ...


@dataclass
class Session:
    """`connected` is False for a user whose token is right but who has no way into the mailbox."""

    world: World
    speech: Speech
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    token: str = ""
    mailbox: Mailbox | None = None
    connected: bool = False
    view: View | None = None
    tag: bytes = b"*"
    leaving: bool = False
    refused: int = 0
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    def send(self, line: bytes) -> None:
        self.writer.write(line + b"\r\n")

    def check_token(self) -> None:
        """Exchange ends a session whose access token has expired, in the middle of IDLE too. Raises Ended."""
        if self.token and not self.speech.holds(self):
            raise Ended("Session invalidated - AccessTokenExpired")

    def own_mailbox(self) -> Mailbox:
        """The mailbox of the signed-in user. Raises Bad as Exchange does."""
        if self.mailbox is None:
            raise Bad("Command received in Invalid state.")
        if not self.connected:
            raise Bad("User is authenticated but not connected.")
        return self.mailbox

    def open_view(self) -> View:
        self.own_mailbox()
        if self.view is None:
            raise Bad("Command received in Invalid state.")
        return self.view

    def writable_view(self) -> View:
        view = self.open_view()
        if view.read_only:
            raise No("Mailbox is read-only.")
        return view

    def close_view(self) -> None:
        if self.view is not None:
            self.view.close()
            self.view = None
