"""The state of one SMTP connection and its replies."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from postroom.practice.identity.tokens import Bearer
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.world import World

HOST = "practice.outlook.example"


class Reply(Exception):
    """A refusal: the whole reply line."""


class Speech(Protocol):
    """One server's words and habits. What refuses raises Reply."""

    host: str
    greeting: str

    def offers(self, session: Session) -> list[str]:
        """Return the lines of the EHLO answer after the first."""
        ...

    async def auth(self, session: Session, argument: str) -> None:
        """Answer AUTH."""
        ...

    async def data(self, session: Session, connections: int) -> None:
        """Answer DATA. `connections` is how many of this mailbox are open."""
        ...


@dataclass
class Session:
    world: World
    speech: Speech
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    secure: bool = False
    greeted: bool = False
    bearer: Bearer | None = None
    mailbox: Mailbox | None = None
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)
    leaving: bool = False
    broken_off: bool = False
    """End without a goodbye."""

    async def reply(self, *lines: str) -> None:
        for line in lines:
            self.writer.write(line.encode() + b"\r\n")
        await self.writer.drain()

    def reset(self) -> None:
        self.sender, self.recipients = None, []

    def signed_in(self) -> tuple[Bearer, Mailbox]:
        """Raises Reply 530 before AUTH."""
        if self.bearer is None or self.mailbox is None:
            raise Reply(f"530 5.7.57 Client not authenticated to send mail. [{HOST}]")
        return self.bearer, self.mailbox
