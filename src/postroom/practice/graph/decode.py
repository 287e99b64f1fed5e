"""Reading what a message says, for Graph's JSON."""

from __future__ import annotations

import base64
import hashlib
import re
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from postroom.practice.clock import utc


def header_text(headers: Message, name: str) -> str:
    """A header, decoded and unfolded; empty where it is missing."""
    raw = headers.get(name)
    if raw is None:
        return ""
    try:
        text = str(make_header(decode_header(str(raw))))
    except (LookupError, UnicodeError, ValueError):
        text = str(raw)
    return " ".join(text.encode("utf-8", "replace").decode().split())


def recipients(headers: Message, name: str) -> list[dict[str, Any]]:
    values = [str(value) for value in headers.get_all(name, [])]
    return [_recipient(display, address) for display, address in getaddresses(values) if address]


def one_recipient(headers: Message, name: str) -> dict[str, Any] | None:
    found = recipients(headers, name)
    return found[0] if found else None


def _recipient(display: str, address: str) -> dict[str, Any]:
    try:
        name = str(make_header(decode_header(display)))
    except (LookupError, UnicodeError, ValueError):
        name = display
    return {"emailAddress": {"name": name or address, "address": address}}


def sent_at(headers: Message, received: float) -> str:
    try:
        moment = parsedate_to_datetime(str(headers.get("Date", "")))
    except ValueError:
        return utc(received).strftime("%Y-%m-%dT%H:%M:%SZ")
    return utc(moment.timestamp()).strftime("%Y-%m-%dT%H:%M:%SZ")


def conversation_of(headers: Message) -> str:
    """The same for all mails of one thread: made from the oldest Message-ID they name."""
    references = f"{headers.get('References', '')} {headers.get('In-Reply-To', '')} {headers.get('Message-ID', '')}"
    root = next(iter(re.findall(r"<[^>]+>", references)), header_text(headers, "Subject"))
    return "AAQkAG" + base64.urlsafe_b64encode(hashlib.sha256(root.encode()).digest()).decode()


def body_of(message: Message) -> tuple[str, str]:
    """Kind (html or text) and text of the body: HTML where there is any, as Graph prefers it."""
    texts = {
        part.get_content_subtype(): part
        for part in reversed(list(message.walk()))
        if part.get_content_maintype() == "text" and not part.get_filename()
    }
    for subtype, kind in (("html", "html"), ("plain", "text")):
        if subtype in texts:
            return kind, _decoded(texts[subtype])
    return "text", ""


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("latin-1")


def preview_of(message: Message) -> str:
    """The first 255 characters of the body as text."""
    _, text = body_of(message)
    plain = re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    return " ".join(plain.split())[:255]


def attachment_parts(message: Message) -> list[Message]:
    """The parts Graph shows as attachments: files, inline images and mails."""
    if message.get_content_type() == "message/rfc822":
        return [message]
    if message.is_multipart():
        parts = [part for part in message.get_payload() if isinstance(part, Message)]
        return [found for part in parts for found in attachment_parts(part)]
    is_file = message.get_filename() is not None or message.get_content_maintype() not in ("text", "multipart")
    return [message] if is_file else []
