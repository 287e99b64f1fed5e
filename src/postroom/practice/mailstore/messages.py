"""The messages of a folder."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from email import policy
from email.parser import BytesHeaderParser

from postroom.practice.clock import now
from postroom.practice.database import Database
from postroom.practice.mailstore.folders import Folder, Folders
from postroom.practice.mailstore.message import FLAGS, Change, Gone, Message, message_from_row

_HEADERS = BytesHeaderParser(policy=policy.compat32)


class Messages:
    def __init__(self, database: Database, folders: Folders) -> None:
        self._database = database
        self._folders = folders
        self._listeners: list[Callable[[Change], None]] = []

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Hear of every change, in the thread that makes it."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[Change], None]) -> None:
        self._listeners.remove(listener)

    def add(
        self, folder: Folder, content: bytes, *, received: float | None = None, flags: Iterable[str] = ()
    ) -> Message:
        """Put a message into a folder. `content` must use CRLF."""
        headers = _HEADERS.parsebytes(content)
        with self._database.transaction():
            identifier = self._database.insert(
                "INSERT INTO messages (mailbox, folder, uid, immutable_id, changing_id, size, received, flags, "
                "message_id, subject, sender) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                folder.mailbox, folder.id, self._folders.take_uid(folder), "AAkALg" + secrets.token_urlsafe(60),
                _new_changing_id(), len(content), now() if received is None else received,
                " ".join(flags), _text(headers["Message-ID"]), _text(headers["Subject"]), _text(headers["From"]),
            )  # fmt: skip
            self._database.run("INSERT INTO contents VALUES (?, ?)", identifier, content)
            message = self.get(identifier)
            self._tell(message, "created")
        return message

    def get(self, identifier: int) -> Message:
        """The message of that number. Raises Gone."""
        row = self._database.row("SELECT * FROM messages WHERE id=?", identifier)
        if row is None:
            raise Gone(identifier)
        return message_from_row(row)

    def content(self, message: Message) -> bytes:
        """The whole message. Raises Gone."""
        row = self._database.row("SELECT content FROM contents WHERE message=?", message.id)
        if row is None:
            raise Gone(message.id)
        return bytes(row["content"])

    def in_folder(self, folder: Folder) -> list[Message]:
        """The messages of a folder in the order of their UIDs."""
        rows = self._database.rows("SELECT * FROM messages WHERE folder=? ORDER BY uid", folder.id)
        return [message_from_row(row) for row in rows]

    def in_mailbox(self, mailbox: str) -> list[Message]:
        rows = self._database.rows("SELECT * FROM messages WHERE mailbox=? ORDER BY id", mailbox)
        return [message_from_row(row) for row in rows]

    def by_uid(self, folder: int, uid: int) -> Message | None:
        row = self._database.row("SELECT * FROM messages WHERE folder=? AND uid=?", folder, uid)
        return message_from_row(row) if row else None

    def by_graph_id(self, mailbox: str, text: str) -> Message | None:
        row = self._database.row("SELECT * FROM messages WHERE immutable_id=?", text) or self._database.row(
            "SELECT * FROM messages WHERE changing_id=?", text
        )
        return message_from_row(row) if row and row["mailbox"] == mailbox else None

    def flags_in_folder(self, folder: Folder) -> dict[int, frozenset[str]]:
        """The flags of every message by UID, in the order of the UIDs."""
        rows = self._database.rows("SELECT uid, flags FROM messages WHERE folder=? ORDER BY uid", folder.id)
        return {row["uid"]: frozenset(row["flags"].split()) for row in rows}

    def page(self, folder: Folder, after: int, since: float, count: int) -> list[Message]:
        """The next `count` messages after the one numbered `after` that arrived at `since` or later."""
        rows = self._database.rows(
            "SELECT * FROM messages WHERE folder=? AND id>? AND received>=? ORDER BY id LIMIT ?",
            folder.id, after, since, count,
        )  # fmt: skip
        return [message_from_row(row) for row in rows]

    def count(self, folder: Folder) -> int:
        """How many messages the folder holds."""
        row = self._database.row("SELECT COUNT(*) AS count FROM messages WHERE folder=?", folder.id)
        return int(row["count"]) if row else 0

    def by_arrival(self, folder: Folder, skip: int, count: int, *, newest_first: bool) -> list[Message]:
        """A stretch of the folder's messages in the order they arrived."""
        order = "received DESC, id DESC" if newest_first else "received, id"
        rows = self._database.rows(
            f"SELECT * FROM messages WHERE folder=? ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608 - our own words
            folder.id, count, skip,
        )  # fmt: skip
        return [message_from_row(row) for row in rows]

    def set_flags(self, message: Message, flags: Iterable[str]) -> Message:
        wanted = [flag for flag in FLAGS if flag in set(flags)]
        if frozenset(wanted) == message.flags:
            return message
        return self._update(
            message, "UPDATE messages SET flags=?, change_key=change_key+1 WHERE id=?", " ".join(wanted)
        )

    def set_categories(self, message: Message, categories: Iterable[str]) -> Message:
        return self._update(
            message,
            "UPDATE messages SET categories=?, change_key=change_key+1 WHERE id=?",
            json.dumps(list(categories)),
        )

    def set_broken(self, message: Message, *, broken: bool) -> Message:
        return self._update(message, "UPDATE messages SET broken=?, change_key=change_key+1 WHERE id=?", int(broken))

    def replace(self, message: Message, content: bytes) -> Message:
        """Give a draft new content."""
        headers = _HEADERS.parsebytes(content)
        self._database.run("UPDATE contents SET content=? WHERE message=?", content, message.id)
        return self._update(
            message,
            "UPDATE messages SET size=?, message_id=?, subject=?, sender=?, change_key=change_key+1 WHERE id=?",
            len(content), _text(headers["Message-ID"]), _text(headers["Subject"]), _text(headers["From"]),
        )  # fmt: skip

    def _update(self, message: Message, sql: str, *values: str | int | bytes) -> Message:
        with self._database.transaction():
            if self._database.run(sql, *values, message.id) == 0:
                raise Gone(message.id)
            changed = self.get(message.id)
            self._tell(changed, "updated")
        return changed

    def move(self, message: Message, target: Folder) -> Message:
        """Move: a new UID and a new changing id, while the immutable id stays ("Outlook immutable identifiers")."""
        with self._database.transaction():
            self._tell(message, "deleted")
            self._database.run(
                "UPDATE messages SET folder=?, uid=?, changing_id=?, change_key = change_key + 1 WHERE id=?",
                target.id, self._folders.take_uid(target), _new_changing_id(), message.id,
            )  # fmt: skip
            moved = self.get(message.id)
            self._tell(moved, "created")
        return moved

    def copy(self, message: Message, target: Folder) -> Message:
        return self.add(target, self.content(message), received=message.received, flags=message.flags)

    def purge(self, message: Message) -> None:
        """Remove for good."""
        with self._database.transaction():
            self._database.run("DELETE FROM messages WHERE id=?", message.id)
            self._database.run("DELETE FROM contents WHERE message=?", message.id)
            self._tell(message, "deleted")

    def _tell(self, message: Message, kind: str) -> None:
        change = Change(message.folder, message.immutable_id, message.changing_id, kind)
        self._database.run(
            "INSERT INTO changes (folder, immutable_id, changing_id, kind) VALUES (?, ?, ?, ?)",
            change.folder, change.immutable_id, change.changing_id, kind,
        )  # fmt: skip
        for listener in tuple(self._listeners):
            listener(change)


def _new_changing_id() -> str:
    return "AAMkAD" + secrets.token_urlsafe(80)


def _text(value: object) -> str:
    """A header as text: as it stands in the message, unfolded."""
    return " ".join(str(value or "").split())
