"""The folders of a mailbox, and which of them a person means.

Sources: "List mailFolders", "List childFolders" and "mailFolder resource type" (learn.microsoft.com/graph/api): one
level at a time, hidden folders only on request; the well-known names stand in for ids in any language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postroom.drivers import codes
from postroom.drivers.base import Folder
from postroom.drivers.errors import NotFound
from postroom.drivers.graph.asking import Ask
from postroom.drivers.graph.batch import Small, in_batches
from postroom.drivers.graph.client import GraphClient

DELIMITER = "/"
INBOX = "INBOX"
"""The inbox is called as IMAP calls it, so that a channel that changes between the two keeps its folder."""

DEEPEST = 50

_SPECIAL_USES = {
    "inbox": "",
    "archive": "Archive",
    "drafts": "Drafts",
    "deleteditems": "Trash",
    "junkemail": "Junk",
    "sentitems": "Sent",
}
"""Well-known name to the word of RFC 6154."""


@dataclass(frozen=True, slots=True)
class GraphFolder:
    """A folder with its id. `shown` is the path as Outlook shows it, with the inbox in the language of its owner."""

    id: str
    path: str
    shown: str
    special_use: str

    def as_folder(self) -> Folder:
        """Return it as every driver gives folders."""
        return Folder(self.path, DELIMITER, True, self.special_use)


def list_folders(client: GraphClient) -> list[GraphFolder]:
    """Return every folder that is not hidden, sorted by path."""
    with client.step("folder", "list"):
        known = _well_known(client)
        return sorted(_below(client, f"{client.settings.user_path}/mailFolders", "", "", known), key=_path)


def inbox_id(client: GraphClient) -> str:
    """Return the id of the inbox."""
    path = f"{client.settings.user_path}/mailFolders/inbox"
    return str(client.ask(Ask("folder", "GET", path, {"$select": "id"})).json()["id"])


def is_inbox(wanted: str) -> bool:
    """Whether a person means the inbox, whatever its language."""
    return wanted.strip().upper() in {"", INBOX}


def find_folder(wanted: str, folders: Sequence[GraphFolder]) -> GraphFolder:
    """Return the folder a person means by `wanted`: its path here or as Outlook shows it; case does not count.

    A path that leaves the inbox out is taken for one below it where there is nothing at the top. Raises NotFound.
    """
    asked = wanted.strip().strip(DELIMITER).replace("\\", DELIMITER).casefold()
    for candidate in (asked, f"{INBOX.casefold()}{DELIMITER}{asked}"):
        for folder in folders:
            if candidate in {folder.path.casefold(), folder.shown.casefold()}:
                return folder
    raise NotFound(wanted, code=codes.FOLDER_MISSING, step="folder")


def _well_known(client: GraphClient) -> dict[str, str]:
    names = list(_SPECIAL_USES)
    asked = [Small("GET", f"{client.settings.user_path}/mailFolders/{name}?$select=id") for name in names]
    replies = in_batches(client, "folder", asked)
    # Not every mailbox has an archive.
    return {str(reply.body["id"]): name for name, reply in zip(names, replies, strict=True) if reply.is_success}


def _below(
    client: GraphClient, path: str, above: str, above_shown: str, known: dict[str, str], depth: int = 0
) -> Iterator[GraphFolder]:
    for page in client.pages(Ask("folder", "GET", path, {"$top": "250"})):
        for one in page.get("value", []):
            identifier, name = str(one["id"]), str(one.get("displayName") or "")
            well_known = known.get(identifier, "")
            here = above + (INBOX if well_known == "inbox" else name)
            shown = above_shown + name
            yield GraphFolder(identifier, here, shown, _SPECIAL_USES.get(well_known, ""))
            if one.get("childFolderCount") and depth < DEEPEST:
                below = f"{client.settings.user_path}/mailFolders/{identifier}/childFolders"
                yield from _below(client, below, here + DELIMITER, shown + DELIMITER, known, depth + 1)


def _path(folder: GraphFolder) -> str:
    return folder.path
