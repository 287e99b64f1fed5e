"""What happens on the server to messages that are safely stored.

Sources: "Delete message" and "message: move" (learn.microsoft.com/graph/api): DELETE moves to Deleted Items, and what
lies there already it removes; so it is said as a move, which may be said twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from postroom.drivers import codes
from postroom.drivers.base import AfterImport, Settled
from postroom.drivers.errors import NotFound, Refused
from postroom.drivers.graph.batch import Reply, Small, in_batches, reply_error
from postroom.drivers.graph.client import GraphClient
from postroom.drivers.graph.fetching import messages_in_folder

DELETED_ITEMS = "deleteditems"
"""The well-known name, whatever the folder is called in the mailbox's language."""


def settle_messages(client: GraphClient, folder: str, keys: Sequence[str], after: AfterImport, target: str) -> Settled:
    """Settle those of `keys` that still lie in the folder; `target` is the id of the folder to move to.

    Deleted messages go to Deleted Items, where people find them, as with every mail program; the mailbox's own
    retention empties that folder. `permanentDelete` would leave no way back from a mistake in a channel's settings.
    What no longer lies in the folder is left alone. A single message that Graph refuses to change is a warning, and not
    among those done.
    """
    with client.step("settle", f"{after}, {len(keys)} messages"):
        found = messages_in_folder(client, "settle", folder, keys)
        pending = [one for one in found if not (after is AfterImport.MARK_READ and one.listed.seen)]
        replies = in_batches(client, "settle", [_request(one.path, after, target) for one in pending])
        warnings = {one.listed.key: _warning(reply) for one, reply in zip(pending, replies, strict=True)}
    failed = {key: text for key, text in warnings.items() if text}
    return Settled(tuple(key for key in keys if key not in failed), tuple(failed.values()))


def _warning(reply: Reply) -> str:
    """Return the server's words about one message, empty where it is settled. Raises what concerns all of them."""
    problem = None if reply.is_success else reply_error(reply, "settle")
    match problem:
        case None:
            return ""
        case NotFound(code=codes.NOT_FOUND):
            # Gone since the look into the folder.
            return ""
        case Refused():
            return problem.server_text
    raise problem


def _request(path: str, after: AfterImport, target: str) -> Small:
    match after:
        case AfterImport.DELETE:
            return Small("POST", f"{path}/move", {"destinationId": DELETED_ITEMS})
        case AfterImport.MARK_READ:
            return Small("PATCH", path, {"isRead": True})
        case AfterImport.MOVE:
            return Small("POST", f"{path}/move", {"destinationId": target})
