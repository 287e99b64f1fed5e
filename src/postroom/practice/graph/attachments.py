"""Attachments of a message, small ones at once and large ones by upload session.

Sources: "Add attachment" (under 3 MB), "attachment: createUploadSession" and "Attach large files to Outlook messages"
(learn.microsoft.com/graph): 3 to 150 MB, ranges of at most 4 MB in order, each but the last a multiple of 320 KiB; the
upload address carries its own right, an Authorization header there is refused.
"""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass, field
from email.message import Message as Mime
from typing import Any

from postroom.practice.asgi.messages import Request, Response, json_response
from postroom.practice.clock import iso, now
from postroom.practice.graph.access import Call
from postroom.practice.graph.as_json import parsed
from postroom.practice.graph.compose import attachment_content, attachment_part, with_attachment
from postroom.practice.graph.decode import attachment_parts, header_text
from postroom.practice.graph.errors import GraphError, bad_request, not_found, too_large, unauthorized
from postroom.practice.graph.messages import message_of
from postroom.practice.mailstore.message import Message
from postroom.practice.switches import Fault
from postroom.practice.world import World

SMALL = 3 * 1024 * 1024
LARGE = 150 * 1024 * 1024
LARGEST_RANGE = 4 * 1024 * 1024
STEP = 320 * 1024
_SESSION_SECONDS = 3600.0
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass
class Upload:
    """One upload session: `received` grows range by range."""

    message: Message
    item: dict[str, Any]
    size: int
    expires: float
    received: bytearray = field(default_factory=bytearray)


class Uploads:
    """The open upload sessions."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[str, Upload] = {}

    def create(self, call: Call, message: str) -> Response:
        call.need_write()
        draft = _draft(call, message)
        item = call.request.json().get("AttachmentItem") or call.request.json().get("attachmentItem") or {}
        size = item.get("size")
        if not isinstance(size, int) or size <= 0 or not item.get("name"):
            raise bad_request("The attachment item is not valid.", "ErrorInvalidRequest")
        if size > LARGE:
            raise bad_request("The attachment size exceeds the limit.", "ErrorAttachmentSizeLimitExceeded")
        token = secrets.token_urlsafe(32)
        upload = self._open[token] = Upload(draft, item, size, now() + _SESSION_SECONDS)
        body = {"uploadUrl": f"{self._world.base_url}/upload/{token}", **_progress(upload)}
        return json_response(body, 201)

    def put(self, request: Request, token: str) -> Response:
        """Take one range."""
        if "authorization" in request.headers:
            raise unauthorized("The upload address must be used without an Authorization header.")
        upload = self._open.get(token)
        if upload is None or upload.expires < now():
            raise not_found()
        _check_range(upload, request)
        if upload.received and self._world.switches.hit(Fault.DROP_IN_UPLOAD, upload.message.mailbox):
            return Response(200, cut_off=True)
        upload.received += request.body
        if len(upload.received) < upload.size:
            return json_response(_progress(upload))
        del self._open[token]
        return self._attach(upload)

    def cancel(self, _request: Request, token: str) -> Response:
        self._open.pop(token, None)
        return Response(204)

    def _attach(self, upload: Upload) -> Response:
        store = self._world.post.messages
        part = attachment_part(upload.item, bytes(upload.received))
        message = store.get(upload.message.id)
        store.replace(message, with_attachment(store.content(message), part))
        where = f"{self._world.base_url}/v1.0/messages/{message.immutable_id}/attachments/last"
        return Response(201, b"", {"location": where})


def _progress(upload: Upload) -> dict[str, Any]:
    return {"expirationDateTime": iso(upload.expires), "nextExpectedRanges": [f"{len(upload.received)}-"]}


def _check_range(upload: Upload, request: Request) -> None:
    match = _RANGE.fullmatch(request.headers.get("content-range", ""))
    if match is None:
        raise bad_request("The Content-Range header is missing or malformed.", "ErrorInvalidRequest")
    first, last, total = (int(figure) for figure in match.groups())
    if len(request.body) > LARGEST_RANGE:
        raise too_large()
    if total != upload.size or first != len(upload.received) or last - first + 1 != len(request.body):
        raise GraphError(416, "invalidRange", "The uploaded fragment overlaps or leaves a gap.")
    if last + 1 < total and len(request.body) % STEP:
        raise bad_request("The fragment length is not a multiple of 320 KiB.", "invalidRange")


def _draft(call: Call, message: str) -> Message:
    found = message_of(call, message)
    if not found.draft:
        raise bad_request("Attachments can be added to drafts only.", "ErrorInvalidOperation")
    return found


def add_attachment(call: Call, message: str) -> Response:
    call.need_write()
    draft = _draft(call, message)
    body = call.request.json()
    if body.get("@odata.type", "").lower() != "#microsoft.graph.fileattachment":
        raise bad_request("The property '@odata.type' is missing or is not #microsoft.graph.fileAttachment.")
    content = attachment_content(body)
    if len(content) > SMALL:
        raise too_large()
    store = call.world.post.messages
    changed = store.replace(draft, with_attachment(store.content(draft), attachment_part(body, content)))
    parts = attachment_parts(parsed(call, changed))
    return json_response(_attachment_json(parts[-1], len(parts) - 1, changed), 201)


def list_attachments(call: Call, message: str) -> Response:
    call.need_read()
    found = message_of(call, message)
    parts = attachment_parts(parsed(call, found))
    return json_response({"value": [_attachment_json(part, index, found) for index, part in enumerate(parts)]})


def get_attachment(call: Call, message: str, attachment: str) -> Response:
    call.need_read()
    found = message_of(call, message)
    for index, part in enumerate(attachment_parts(parsed(call, found))):
        if attachment == _attachment_id(found, index):
            return json_response(_attachment_json(part, index, found))
    raise not_found()


def _attachment_json(part: Mime, index: int, message: Message) -> dict[str, Any]:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b"".join(inner.as_bytes() for inner in part.walk())
    is_mail = part.get_content_type() == "message/rfc822"
    return {
        "@odata.type": "#microsoft.graph.itemAttachment" if is_mail else "#microsoft.graph.fileAttachment",
        "id": _attachment_id(message, index),
        "name": part.get_filename() or header_text(part, "Content-Description") or "attachment",
        "contentType": part.get_content_type(),
        "size": len(raw),
        "isInline": part.get_content_disposition() == "inline",
        "contentId": header_text(part, "Content-ID").strip("<>") or None,
        **({} if is_mail else {"contentBytes": base64.b64encode(raw).decode()}),
    }


def _attachment_id(message: Message, index: int) -> str:
    return f"{message.immutable_id}AT{index:03d}"
