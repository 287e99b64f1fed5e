"""MIME entities as raw bytes: a signature covers the bytes as they came, not what a reader makes of them (RFC 1847)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from itertools import pairwise

_HEAD_END = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_FIELD = re.compile(rb"(?m)^[!-9;-~]+[ \t]*:.*(?:\r?\n[ \t].*)*(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class Entity:
    """Header fields (parsed, undecoded) and body of one MIME entity."""

    fields: Message
    body: bytes

    @property
    def content_type(self) -> str:
        """Lower case, without parameters."""
        return self.fields.get_content_type()

    def parameter(self, name: str) -> str:
        """Return a parameter of Content-Type in lower case, or an empty string."""
        value = self.fields.get_param(name, "")
        return str(value).lower() if isinstance(value, str) else ""


def read_entity(raw: bytes) -> Entity:
    """Cut `raw` into header fields and body."""
    match = _HEAD_END.search(raw)
    head, body = (raw[: match.end()], raw[match.end() :]) if match else (raw, b"")
    return Entity(BytesHeaderParser(policy=compat32).parsebytes(head), body)


def cut_multipart(entity: Entity) -> tuple[bytes, ...]:
    """Return the parts of a multipart exactly as they stand; the line end before a boundary belongs to it."""
    boundary = entity.fields.get_boundary()
    if not boundary:
        return ()
    line = re.escape(boundary.encode("utf-8", "surrogateescape"))
    marks = list(re.finditer(rb"(?:\A|\r?\n)--" + line + rb"(--)?[ \t]*(?:\r?\n|\Z)", entity.body))
    parts: list[bytes] = []
    for mark, following in pairwise(marks):
        if mark[1]:
            break
        parts.append(entity.body[mark.end() : max(mark.end(), following.start())])
    return tuple(parts)


def decoded_body(raw: bytes) -> bytes:
    """Return the body of the entity `raw` with its transfer encoding undone."""
    payload = message_from_bytes(raw, policy=compat32).get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def canonical(raw: bytes) -> bytes:
    """Return `raw` with CRLF line ends, the form in which text is signed (RFC 8551 section 3.1.1)."""
    return _LINE_END.sub(b"\r\n", raw)


def rewrapped(raw: bytes, content: bytes) -> bytes:
    """Return a mail with the header fields of `raw` about people and subject, and `content` as all its MIME content.

    So an opened mail can be read like any other: its Content-* fields and body are those of the opened entity.
    """
    match = _HEAD_END.search(raw)
    head = raw[: match.start()] + b"\r\n" if match else b""
    kept = (found[0] for found in _FIELD.finditer(head) if not found[0].lower().startswith(b"content-"))
    return b"".join(kept) + content


def content_entity(raw: bytes) -> bytes:
    """Return what of the mail `raw` is signed and encrypted: its Content-* fields and its body, as a MIME entity."""
    match = _HEAD_END.search(raw)
    head, body = (raw[: match.start()] + b"\r\n", raw[match.end() :]) if match else (b"", raw)
    fields = (found[0] for found in _FIELD.finditer(head) if found[0].lower().startswith(b"content-"))
    return b"".join(fields) + b"\r\n" + body
