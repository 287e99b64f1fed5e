"""Folder names on the wire: modified UTF-7 (RFC 3501 section 5.1.3)."""

from __future__ import annotations

import base64
import binascii
import re


def encode_name(name: str) -> bytes:
    pieces = re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", name)
    return b"".join(
        piece.replace("&", "&-").encode() if piece.isascii() and piece.isprintable() else _shift(piece)
        for piece in pieces
    )


def _shift(piece: str) -> bytes:
    encoded = base64.b64encode(piece.encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
    return b"&" + encoded + b"-"


def decode_name(name: bytes) -> str:
    """Raises ValueError where the name is not modified UTF-7."""
    text = name.decode("ascii")
    return re.sub(r"&([^-]*)-", lambda match: _unshift(match.group(1)), text)


def _unshift(encoded: str) -> str:
    if not encoded:
        return "&"
    padded = encoded.replace(",", "/") + "=" * (-len(encoded) % 4)
    try:
        return base64.b64decode(padded, validate=True).decode("utf-16-be")
    except binascii.Error as error:
        raise ValueError(encoded) from error
