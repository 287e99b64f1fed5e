"""One message without its content, and what may happen to it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

FLAGS = (r"\Seen", r"\Answered", r"\Flagged", r"\Deleted", r"\Draft", "$MDNSent")
"""The flags Exchange keeps; it has no keywords of the user's own."""


class Gone(LookupError):
    """The message was removed for good since it was found: tests, pages and other protocols work at the same time."""


@dataclass(frozen=True)
class Message:
    """A message without its content. `changing_id` is the id that changes with every move."""

    id: int
    mailbox: str
    folder: int
    uid: int
    immutable_id: str
    changing_id: str
    change_key: int
    size: int
    received: float
    flags: frozenset[str]
    categories: tuple[str, ...]
    broken: bool
    message_id: str
    subject: str
    sender: str

    @property
    def seen(self) -> bool:
        return r"\Seen" in self.flags

    @property
    def draft(self) -> bool:
        return r"\Draft" in self.flags


@dataclass(frozen=True)
class Change:
    """Something that happened to a message of a folder: created, updated or deleted (also: moved away)."""

    folder: int
    immutable_id: str
    changing_id: str
    kind: str


def message_from_row(row: sqlite3.Row) -> Message:
    return Message(
        row["id"],
        row["mailbox"],
        row["folder"],
        row["uid"],
        row["immutable_id"],
        row["changing_id"],
        row["change_key"],
        row["size"],
        row["received"],
        frozenset(row["flags"].split()),
        tuple(json.loads(row["categories"])),
        bool(row["broken"]),
        row["message_id"],
        row["subject"],
        row["sender"],
    )
