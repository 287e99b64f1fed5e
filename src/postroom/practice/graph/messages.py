"""One message: read, mark, move, copy, delete."""

from __future__ import annotations

from typing import Any

from postroom.practice.asgi.messages import Response, json_response
from postroom.practice.graph.access import Call
from postroom.practice.graph.as_json import message_json
from postroom.practice.graph.compose import changed_draft
from postroom.practice.graph.errors import GraphError, malformed_id, not_found
from postroom.practice.graph.folders import folder_of
from postroom.practice.graph.query import selected
from postroom.practice.mailstore.message import Message

_CONTENT_FIELDS = ("subject", "body", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "from", "sender")


def message_of(call: Call, identifier: str) -> Message:
    """Raises GraphError: 404 for an id that is gone (such as the changing id after a move), 400 for no id at all."""
    message = call.world.post.messages.by_graph_id(call.key, identifier)
    if message is not None:
        return message
    raise not_found() if identifier.startswith(("AAMkAD", "AAkALg")) else malformed_id()


def get_message(call: Call, message: str) -> Response:
    call.need_read()
    return json_response(message_json(call, message_of(call, message), selected(call.request.query)))


def get_mime(call: Call, message: str) -> Response:
    """$value: the whole message. Exchange converts nothing here that it was given as MIME."""
    call.need_read()
    content = call.world.post.messages.content(message_of(call, message))
    return Response(200, content, {"content-type": "text/plain"})


def patch_message(call: Call, message: str) -> Response:
    """isRead, categories and flag on anything; the content only on drafts.

    From 31 December 2026 changing the content of other messages needs Mail-Advanced.ReadWrite, which nobody has here
    ("Sensitive properties" in "Update message").
    """
    call.need_write()
    found = message_of(call, message)
    changes = call.request.json()
    if any(name in changes for name in _CONTENT_FIELDS):
        found = _change_content(call, found, changes)
    found = _change_marks(call, found, changes)
    return json_response(message_json(call, found))


def _change_content(call: Call, message: Message, changes: dict[str, Any]) -> Message:
    if not message.draft:
        raise GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    store = call.world.post.messages
    return store.replace(message, changed_draft(store.content(message), changes))


def _change_marks(call: Call, message: Message, changes: dict[str, Any]) -> Message:
    store = call.world.post.messages
    flags = set(message.flags)
    if "isRead" in changes:
        flags = flags | {r"\Seen"} if changes["isRead"] else flags - {r"\Seen"}
    if "flag" in changes:
        flagged = changes["flag"].get("flagStatus") == "flagged"
        flags = flags | {r"\Flagged"} if flagged else flags - {r"\Flagged"}
    message = store.set_flags(message, flags)
    if "categories" in changes:
        message = store.set_categories(message, [str(name) for name in changes["categories"]])
    return message


def move_message(call: Call, message: str) -> Response:
    call.need_write()
    target = folder_of(call, str(call.request.json().get("destinationId", "")))
    moved = call.world.post.messages.move(message_of(call, message), target)
    return json_response(message_json(call, moved), 201)


def copy_message(call: Call, message: str) -> Response:
    call.need_write()
    target = folder_of(call, str(call.request.json().get("destinationId", "")))
    return json_response(message_json(call, call.world.post.messages.copy(message_of(call, message), target)), 201)


def delete_message(call: Call, message: str) -> Response:
    """Into Deleted Items; what lies there already goes on to Recoverable Items."""
    call.need_write()
    found = message_of(call, message)
    folders = call.world.post.folders
    where = folders.get(found.folder).well_known
    target = "recoverableitemsdeletions" if where in ("deleteditems", "recoverableitemsdeletions") else "deleteditems"
    call.world.post.messages.move(found, folders.well_known(call.key, target))
    return Response(204)


def permanent_delete(call: Call, message: str) -> Response:
    """Into the purges, where no user finds it any more ("message: permanentDelete")."""
    call.need_write()
    call.world.post.messages.purge(message_of(call, message))
    return Response(204)
