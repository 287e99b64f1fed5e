"""The state of one IMAP connection, and the answers that end a command."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from postroom.practice.imap.view import View
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.world import World


class No(Exception):
    """The command failed: tagged NO."""


class Bad(Exception):
    """The command is wrong or not allowed now: tagged BAD."""


class Ended(Exception):
    """The session is over: an untagged BYE, and no tagged answer."""


@dataclass
class Session:
    """`connected` is False for a user whose token is right but who has no way into the mailbox."""

    world: World
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
        if self.token and self.world.tokens.bearer(self.token) is None:
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
