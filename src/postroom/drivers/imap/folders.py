"""The server's folders, and which of them a person means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postroom.drivers import codes
from postroom.drivers.base import Folder
from postroom.drivers.errors import NotFound
from postroom.drivers.imap.session import ImapSession

_SPECIAL_USES = {"all", "archive", "drafts", "flagged", "important", "junk", "sent", "trash"}
"""RFC 6154, and Gmail's Important (RFC 8457)."""

_SEPARATORS = "/.\\"
"""What people write between levels, whatever the server uses."""


def list_folders(session: ImapSession) -> list[Folder]:
    """Return every folder, sorted by path."""
    with session.step("folder", "list"):
        answers = session.client.list_folders()
    return sorted((_folder(*answer) for answer in answers), key=lambda folder: folder.path)


def find_folder(wanted: str, folders: Sequence[Folder]) -> Folder:
    """Return the folder a person means by `wanted`: its own name, or its levels with another separator.

    Case counts only where two folders differ in nothing else, and a namespace prefix such as `INBOX.` may be left
    out. Raises NotFound.
    """
    usable = [folder for folder in folders if folder.selectable]
    for fits in (_exactly, _by_levels, _below_inbox):
        found = [folder for folder in usable if fits(wanted, folder)]
        if found:
            return found[0]
    raise NotFound(wanted, code=codes.FOLDER_MISSING, step="folder")


def _folder(flags: Sequence[Any], delimiter: Any, path: str) -> Folder:
    words = {bytes(flag).decode("ascii", "replace").lstrip("\\") for flag in flags}
    special = next((word for word in sorted(words) if word.lower() in _SPECIAL_USES), "")
    selectable = not {"noselect", "nonexistent"} & {word.lower() for word in words}
    return Folder(path, _text(delimiter), selectable, special)


def _text(delimiter: Any) -> str:
    # NIL: a flat namespace.
    return delimiter.decode("ascii", "replace") if isinstance(delimiter, bytes) else ""


def _exactly(wanted: str, folder: Folder) -> bool:
    return folder.path == wanted or (wanted.upper() == "INBOX" == folder.path.upper())


def _by_levels(wanted: str, folder: Folder) -> bool:
    return _levels(folder.path, folder.delimiter) in _readings(wanted)


def _below_inbox(wanted: str, folder: Folder) -> bool:
    levels = _levels(folder.path, folder.delimiter)
    return levels[0] == "inbox" and levels[1:] in _readings(wanted)


def _readings(wanted: str) -> list[list[str]]:
    return [_levels(wanted, separator) for separator in _SEPARATORS]


def _levels(path: str, delimiter: str) -> list[str]:
    levels = path.split(delimiter) if delimiter else [path]
    return [level.casefold() for level in levels if level]
