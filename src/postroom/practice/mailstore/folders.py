"""The folders of a mailbox."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass

from postroom.practice.database import Database

WELL_KNOWN: dict[str, tuple[str, str]] = {
    "inbox": ("Inbox", "Posteingang"),
    "drafts": ("Drafts", "Entwürfe"),
    "sentitems": ("Sent Items", "Gesendete Elemente"),
    "deleteditems": ("Deleted Items", "Gelöschte Elemente"),
    "junkemail": ("Junk Email", "Junk-E-Mail"),
    "archive": ("Archive", "Archiv"),
    "outbox": ("Outbox", "Postausgang"),
    "conversationhistory": ("Conversation History", "Verlauf der Unterhaltung"),
    "recoverableitemsdeletions": ("Deletions", "Deletions"),
}
"""Graph's well-known names with the display names of English and German mailboxes ("mailFolder resource type")."""
GMAIL: dict[str, tuple[str, str]] = {
    "inbox": ("Inbox", "Posteingang"),
    "drafts": ("Drafts", "Entwürfe"),
    "sentitems": ("Sent Mail", "Gesendet"),
    "deleteditems": ("Trash", "Papierkorb"),
    "junkemail": ("Spam", "Spam"),
    "archive": ("All Mail", "Alle Nachrichten"),
    "flagged": ("Starred", "Markiert"),
    "important": ("Important", "Wichtig"),
    "recoverableitemsdeletions": ("Deletions", "Deletions"),
}
"""Gmail's labels in English and German mailboxes, by the same words; all but the inbox stand below [Gmail]."""
_AT_THE_TOP = ("inbox", "recoverableitemsdeletions")
_HIDDEN = ("recoverableitemsdeletions", "conversationhistory")


@dataclass(frozen=True)
class Folder:
    id: int
    mailbox: str
    parent: int | None
    name: str
    well_known: str
    hidden: bool
    graph_id: str
    uidvalidity: int
    uidnext: int


class FolderExistsError(Exception):
    """There is a folder of that name already."""


class Folders:
    def __init__(self, database: Database) -> None:
        self._database = database

    def create_defaults(self, mailbox: str, language: str, provider: str = "microsoft") -> None:
        names = GMAIL if provider == "google" else WELL_KNOWN
        above = self._insert(mailbox, None, "[Gmail]", "").id if provider == "google" else None
        for well_known, (english, german) in names.items():
            parent = None if well_known in _AT_THE_TOP else above
            self._insert(mailbox, parent, german if language == "de" else english, well_known)

    def create(self, mailbox: str, parent: int | None, name: str) -> Folder:
        """Make a folder. Raises FolderExistsError."""
        if any(child.name.lower() == name.lower() for child in self.children(mailbox, parent)):
            raise FolderExistsError(name)
        return self._insert(mailbox, parent, name, "")

    def create_path(self, mailbox: str, path: str) -> Folder:
        """The folder of a path such as Anfragen/Tech-Support, made level by level where missing."""
        parent: Folder | None = None
        for name in path.split("/"):
            siblings = self.children(mailbox, parent.id if parent else None)
            found = next((folder for folder in siblings if folder.name.lower() == name.lower()), None)
            parent = found or self._insert(mailbox, parent.id if parent else None, name, "")
        if parent is None:
            raise ValueError(path)
        return parent

    def _insert(self, mailbox: str, parent: int | None, name: str, well_known: str) -> Folder:
        # Exchange numbers UIDVALIDITY with small figures of its own; any that never comes back for a folder will do.
        identifier = self._database.insert(
            "INSERT INTO folders (mailbox, parent, name, well_known, hidden, graph_id, uidvalidity) "
            "VALUES (?, ?, ?, ?, ?, ?, (SELECT COALESCE(MAX(uidvalidity), 13) + 1 FROM folders))",
            mailbox, parent, name, well_known, int(well_known in _HIDDEN), "AQMkAD" + secrets.token_urlsafe(48),
        )  # fmt: skip
        return self.get(identifier)

    def get(self, identifier: int) -> Folder:
        row = self._database.row("SELECT * FROM folders WHERE id=?", identifier)
        if row is None:
            raise LookupError(identifier)
        return _folder(row)

    def all(self, mailbox: str, *, hidden: bool = False) -> list[Folder]:
        rows = self._database.rows("SELECT * FROM folders WHERE mailbox=? AND hidden <= ?", mailbox, int(hidden))
        return [_folder(row) for row in rows]

    def children(self, mailbox: str, parent: int | None, *, hidden: bool = True) -> list[Folder]:
        return [folder for folder in self.all(mailbox, hidden=hidden) if folder.parent == parent]

    def well_known(self, mailbox: str, name: str) -> Folder:
        row = self._database.row("SELECT * FROM folders WHERE mailbox=? AND well_known=?", mailbox, name)
        if row is None:
            raise LookupError(name)
        return _folder(row)

    def by_graph_id(self, mailbox: str, text: str) -> Folder | None:
        """The folder of a Graph id or a well-known name."""
        row = self._database.row(
            "SELECT * FROM folders WHERE mailbox=? AND (graph_id=? OR well_known=?)",
            mailbox, text, text.lower(),
        )  # fmt: skip
        return _folder(row) if row and text else None

    def path(self, folder: Folder) -> str:
        """The name IMAP uses: INBOX is always called so, levels are parted by a slash."""
        if folder.parent is not None:
            return f"{self.path(self.get(folder.parent))}/{folder.name}"
        return "INBOX" if folder.well_known == "inbox" else folder.name

    def by_path(self, mailbox: str, path: str) -> Folder | None:
        wanted = path.lower()
        return next((folder for folder in self.all(mailbox) if self.path(folder).lower() == wanted), None)

    def delete(self, folder: Folder) -> None:
        self._database.run("DELETE FROM folders WHERE id=?", folder.id)

    def take_uid(self, folder: Folder) -> int:
        """The next UID of the folder; it is given to nobody else."""
        row = self._database.row("UPDATE folders SET uidnext = uidnext + 1 WHERE id=? RETURNING uidnext", folder.id)
        if row is None:
            raise LookupError(folder.id)
        return int(row["uidnext"]) - 1


def _folder(row: sqlite3.Row) -> Folder:
    return Folder(
        row["id"],
        row["mailbox"],
        row["parent"],
        row["name"],
        row["well_known"],
        bool(row["hidden"]),
        row["graph_id"],
        row["uidvalidity"],
        row["uidnext"],
    )
