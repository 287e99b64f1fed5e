"""Pictures that are made, not kept."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int, colour: bytes = b"\x20\x40\x80") -> bytes:
    """Return a picture of one colour."""
    rows = zlib.compress((b"\0" + colour * width) * height)
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
