"""Changing headers of a raw message without touching the rest."""

from __future__ import annotations

import re


def with_crlf(content: bytes) -> bytes:
    """The message with CRLF line ends throughout (RFC 5322 section 2.1)."""
    return re.sub(rb"\r?\n|\r", b"\r\n", content)


def with_header(content: bytes, name: str, value: str) -> bytes:
    """The message with one more header at the top."""
    return f"{name}: {value}\r\n".encode() + content


def without_header(content: bytes, name: str) -> bytes:
    """The message without any header of that name."""
    head, end, body = content.partition(b"\r\n\r\n")
    pattern = rb"(?im)^" + re.escape(name.encode()) + rb":[^\n]*\n(?:[ \t][^\n]*\n)*"
    return re.sub(pattern, b"", head + b"\r\n").removesuffix(b"\r\n") + end + body
