"""Messages over the size limit: headers, first text, and the names of what was left out.

Graph has no way to ask for a part of the MIME content, so its beginning is read and the rest left on the wire.
"""

from __future__ import annotations

import email
from email.message import Message

from postroom.drivers.base import LeftOut, Listed, RawMail
from postroom.drivers.graph.asking import Ask
from postroom.drivers.graph.client import GraphClient

TEXT_BYTES = 256 * 1024
"""So much of the beginning is enough to understand what somebody wants."""


def fetch_shortened(client: GraphClient, path: str, listed: Listed, max_size: int) -> RawMail:
    """Return the message without what makes it large. Raises NotFound where it has vanished."""
    limit = min(max_size, TEXT_BYTES)
    told = client.ask(Ask("fetch", "GET", f"{path}/$value", most=limit, expected=limit))
    return RawMail(
        listed.key,
        up_to_first_text(told.content),
        max(listed.size, max_size + 1),
        listed.received,
        listed.seen,
        complete=False,
        left_out=_left_out(client, path),
    )


def up_to_first_text(beginning: bytes) -> bytes:
    """Return a mail with its own headers and the first text at most, so that any parser reads it as what it is."""
    mail = email.message_from_bytes(beginning)
    if not mail.is_multipart():
        return beginning
    head, _, _ = beginning.partition(b"\r\n\r\n")
    boundary = str(mail.get_boundary()).encode("ascii", "replace")
    text = next((part for part in mail.walk() if _is_text(part)), None)
    lines = [head, b"\r\n\r\n"]
    if text is not None:
        lines += [b"--", boundary, b"\r\n", _crlf(text.as_bytes()), b"\r\n"]
    return b"".join([*lines, b"--", boundary, b"--\r\n"])


def _is_text(part: Message) -> bool:
    return part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"


def _crlf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _left_out(client: GraphClient, path: str) -> tuple[LeftOut, ...]:
    listed = client.ask(Ask("fetch", "GET", f"{path}/attachments", {"$select": "name,contentType,size"})).json()
    return tuple(
        LeftOut(
            str(one.get("name") or ""),
            str(one.get("contentType") or "application/octet-stream"),
            int(one.get("size") or 0),
        )
        for one in listed.get("value", [])
    )
