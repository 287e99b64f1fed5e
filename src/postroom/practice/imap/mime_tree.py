"""A raw message cut into its MIME parts, byte for byte, as BODY[1.2] and BODYSTRUCTURE need it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser

_DEEPEST = 30
_PARSER = BytesHeaderParser(policy=policy.compat32)


@dataclass(frozen=True)
class Part:
    """`head` includes the empty line after the headers."""

    head: bytes
    body: bytes
    headers: Message
    children: list[Part] = field(default_factory=list)

    @property
    def type(self) -> str:
        return self.headers.get_content_type()

    @property
    def is_multipart(self) -> bool:
        return self.type.startswith("multipart/") and bool(self.children)

    @property
    def is_message(self) -> bool:
        return self.type == "message/rfc822" and bool(self.children)

    def numbered(self) -> list[Part]:
        """What the part numbers 1, 2, ... below this part mean (RFC 3501 section 6.4.5)."""
        if self.is_message:
            return self.children[0].numbered()
        return self.children if self.is_multipart else [self]

    def section(self, numbers: list[int]) -> Part | None:
        part = self
        for depth, number in enumerate(numbers):
            if depth and not (part.is_multipart or part.is_message):
                return None
            parts = part.numbered()
            if not 1 <= number <= len(parts):
                return None
            part = parts[number - 1]
        return part


def cut(raw: bytes, depth: int = 0) -> Part:
    """Cut a message with CRLF line ends into its parts."""
    head, body = _split(raw)
    headers = _PARSER.parsebytes(head)
    boundary = headers.get_boundary()
    children: list[Part] = []
    if depth < _DEEPEST and headers.get_content_maintype() == "multipart" and boundary:
        children = [cut(piece, depth + 1) for piece in _pieces(body, boundary.encode("latin-1", "replace"))]
    elif depth < _DEEPEST and headers.get_content_type() == "message/rfc822":
        children = [cut(body, depth + 1)]
    return Part(head, body, headers, children)


def _split(raw: bytes) -> tuple[bytes, bytes]:
    if raw.startswith(b"\r\n"):
        return b"\r\n", raw[2:]
    head, blank, body = raw.partition(b"\r\n\r\n")
    return head + blank, body


def _pieces(body: bytes, boundary: bytes) -> list[bytes]:
    lines = list(re.finditer(rb"(?:\A|\r\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r\n|\Z)", body))
    pieces = []
    for index, line in enumerate(lines):
        if line[1]:
            break
        end = lines[index + 1].start() if index + 1 < len(lines) else len(body)
        pieces.append(body[line.end() + 2 : end])
    return pieces
