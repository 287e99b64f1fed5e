"""Messages over the limit of one request: a draft, its large attachments piece by piece, then sending it.

Sources: "Create message" (the draft may be MIME, which keeps Message-ID, In-Reply-To and References; JSON takes only
headers that begin with X-), "Add attachment", "attachment: createUploadSession", "Attach large files to Outlook
messages or events", "message: permanentDelete" and "message: send", all below learn.microsoft.com/graph.
"""

from __future__ import annotations

import base64
import contextlib
import email
from email import policy
from typing import Any
from urllib.parse import quote, urlsplit

from postroom.drivers import codes
from postroom.drivers.errors import DriverError, ProtocolBroken, Refused, Uncertain
from postroom.drivers.graph.asking import Ask, Told
from postroom.drivers.graph.client import GraphClient
from postroom.drivers.graph.splitting import Attachment, split

LARGE_FROM = 3_000_000
"""Bytes from which an attachment needs an upload session; below it is not taken there."""

PIECE = 12 * 320 * 1024
"""Bytes sent at once: a multiple of 320 KiB, and under 4 MB."""


def send_by_draft(client: GraphClient, content: bytes, limit: int) -> Told:
    """Send a message whose rest without its large attachments has `limit` bytes at most.

    The draft is removed where it could not be sent; where that fails too, the next try to send the message removes it.
    Raises DriverError; TooLarge where it cannot be taken apart.
    """
    rest, attachments = split(content, limit)
    _remove_left_behind(client, content)
    draft = _create(client, rest)
    try:
        for attachment in attachments:
            _attach(client, draft, attachment)
        return client.ask(Ask("data", "POST", f"{draft}/send", once=True))
    except Uncertain:
        raise
    except DriverError:
        with contextlib.suppress(DriverError):
            _remove(client, draft)
        raise


def _remove_left_behind(client: GraphClient, content: bytes) -> None:
    """Remove drafts of this very message: an earlier try got no further, and could not clear up after itself."""
    message_id = str(email.message_from_bytes(content, policy=policy.compat32).get("Message-ID", "")).strip()
    if not message_id:
        return
    messages = f"{client.settings.user_path}/mailFolders/drafts/messages"
    quoted = message_id.replace("'", "''")
    found = client.ask(Ask("data", "GET", messages, {"$filter": f"internetMessageId eq '{quoted}'", "$select": "id"}))
    for one in found.json().get("value", []):
        _remove(client, f"{client.settings.user_path}/messages/{quote(str(one['id']), safe='')}")


def _remove(client: GraphClient, draft: str) -> None:
    client.ask(Ask("data", "POST", f"{draft}/permanentDelete"))


def _create(client: GraphClient, content: bytes) -> str:
    path = f"{client.settings.user_path}/messages"
    headers = {"Content-Type": "text/plain"}
    draft = client.ask(Ask("data", "POST", path, headers=headers, content=base64.b64encode(content))).json()
    return f"{path}/{quote(str(draft['id']), safe='')}"


def _attach(client: GraphClient, draft: str, attachment: Attachment) -> None:
    if len(attachment.content) < LARGE_FROM:
        _attach_at_once(client, draft, attachment)
    else:
        _attach_in_pieces(client, _session(client, draft, attachment), attachment.content)


def _attach_at_once(client: GraphClient, draft: str, attachment: Attachment) -> None:
    body = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "contentBytes": base64.b64encode(attachment.content).decode(),
        **_described(attachment),
    }
    client.ask(Ask("data", "POST", f"{draft}/attachments", json=body))


def _session(client: GraphClient, draft: str, attachment: Attachment) -> str:
    item = {"attachmentType": "file", "size": len(attachment.content), **_described(attachment)}
    ask = Ask("data", "POST", f"{draft}/attachments/createUploadSession", json={"AttachmentItem": item})
    try:
        address = str(client.ask(ask).json().get("uploadUrl", ""))
    except Refused as error:
        if error.code == codes.GRAPH_ACCESS_DENIED:
            # A known issue of Microsoft's: delegates cannot do this in a shared mailbox, whatever their rights.
            error.code = codes.GRAPH_ATTACHMENT_IN_SHARED
        raise
    if urlsplit(address).scheme != urlsplit(client.settings.base_url).scheme:
        raise ProtocolBroken("the upload session has no safe address")
    return address


def _attach_in_pieces(client: GraphClient, address: str, content: bytes) -> None:
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes {start}-{start + len(piece) - 1}/{len(content)}",
        }
        client.ask(Ask("data", "PUT", address, headers=headers, content=piece, signed=False))


def _described(attachment: Attachment) -> dict[str, Any]:
    shown = {"contentId": attachment.content_id} if attachment.content_id else {}
    return {
        "name": attachment.name,
        "contentType": attachment.content_type,
        "isInline": attachment.inline,
        **shown,
    }
