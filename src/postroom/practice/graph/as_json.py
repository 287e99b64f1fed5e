"""Messages and folders as Graph's JSON ("message resource type", "mailFolder resource type")."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from email import policy
from email.message import Message as Mime
from typing import Any

from postroom.practice.clock import iso
from postroom.practice.graph import decode
from postroom.practice.graph.access import Call
from postroom.practice.mailstore.folders import Folder
from postroom.practice.mailstore.message import Message

_CHEAP: dict[str, Callable[[Message], Any]] = {
    "isRead": lambda message: message.seen,
    "isDraft": lambda message: message.draft,
    "categories": lambda message: list(message.categories),
    "receivedDateTime": lambda message: iso(message.received),
    "createdDateTime": lambda message: iso(message.received),
    "lastModifiedDateTime": lambda message: iso(message.received),
    "internetMessageId": lambda message: message.message_id,
    "flag": lambda message: {"flagStatus": "flagged" if r"\Flagged" in message.flags else "notFlagged"},
    "isReadReceiptRequested": lambda _: False,
    "webLink": lambda message: f"https://outlook.office365.com/owa/?ItemID={message.changing_id}",
}
_PARSED: dict[str, Callable[[Mime, Message], Any]] = {
    "subject": lambda mime, _: decode.header_text(mime, "Subject"),
    "bodyPreview": lambda mime, _: decode.preview_of(mime),
    "body": lambda mime, _: dict(zip(("contentType", "content"), decode.body_of(mime), strict=True)),
    "from": lambda mime, _: decode.one_recipient(mime, "From"),
    "sender": lambda mime, _: decode.one_recipient(mime, "Sender") or decode.one_recipient(mime, "From"),
    "toRecipients": lambda mime, _: decode.recipients(mime, "To"),
    "ccRecipients": lambda mime, _: decode.recipients(mime, "Cc"),
    "bccRecipients": lambda mime, _: decode.recipients(mime, "Bcc"),
    "replyTo": lambda mime, _: decode.recipients(mime, "Reply-To"),
    "sentDateTime": lambda mime, message: decode.sent_at(mime, message.received),
    "importance": lambda mime, _: (decode.header_text(mime, "Importance") or "normal").lower(),
    "hasAttachments": lambda mime, _: any(not _inline(part) for part in decode.attachment_parts(mime)),
    "conversationId": lambda mime, _: decode.conversation_of(mime),
}
_ON_REQUEST: dict[str, Callable[[Mime, Message], Any]] = {
    "internetMessageHeaders": lambda mime, _: [
        {"name": name, "value": " ".join(str(value).split())} for name, value in mime.items()
    ],
}
ALL_FIELDS = (*_CHEAP, *_PARSED)


def _inline(part: Mime) -> bool:
    return part.get_content_disposition() == "inline" or (
        part.get("Content-ID") is not None and part.get_content_disposition() != "attachment"
    )


def parsed(call: Call, message: Message) -> Mime:
    return email.message_from_bytes(call.world.post.messages.content(message), policy=policy.compat32)


def id_of(call: Call, message: Message) -> str:
    return message.immutable_id if call.immutable_ids else message.changing_id


def message_json(call: Call, message: Message, select: list[str] | None = None) -> dict[str, Any]:
    """A message with the fields of `select`, or with all usual ones; the content is read only where needed."""
    wanted = [*ALL_FIELDS, "parentFolderId", "changeKey"] if select is None else select
    body: dict[str, Any] = {"@odata.etag": f'W/"{_change_key(message)}"', "id": id_of(call, message)}
    mime: Mime | None = None
    for name in wanted:
        if name in _CHEAP:
            body[name] = _CHEAP[name](message)
        elif name in _PARSED or name in _ON_REQUEST:
            mime = mime or parsed(call, message)
            body[name] = (_PARSED.get(name) or _ON_REQUEST[name])(mime, message)
        elif name == "parentFolderId":
            body[name] = call.world.post.folders.get(message.folder).graph_id
        elif name == "changeKey":
            body[name] = _change_key(message)
    return body | _expanded(call, message)


def _change_key(message: Message) -> str:
    return f"CQAAABYAAA{message.id:08x}{message.change_key:06x}"


def _expanded(call: Call, message: Message) -> dict[str, Any]:
    """$expand of PR_MESSAGE_SIZE, the only way to a message's size."""
    wanted = re.search(
        r"singleValueExtendedProperties\(\$filter=id eq '((?:Long|Integer) 0x0?E08)'",
        call.request.query.get("$expand", ""),
        re.IGNORECASE,
    )
    if wanted is None:
        return {}
    return {"singleValueExtendedProperties": [{"id": wanted[1], "value": str(message.size)}]}


def folder_json(call: Call, folder: Folder) -> dict[str, Any]:
    messages = call.world.post.messages.in_folder(folder)
    root = f"AQMkAD{call.key}root"
    parent = call.world.post.folders.get(folder.parent).graph_id if folder.parent else root
    return {
        "id": folder.graph_id,
        "displayName": folder.name,
        "parentFolderId": parent,
        "childFolderCount": len(call.world.post.folders.children(call.key, folder.id)),
        "unreadItemCount": sum(not message.seen for message in messages),
        "totalItemCount": len(messages),
        "sizeInBytes": sum(message.size for message in messages),
        "isHidden": folder.hidden,
    }
