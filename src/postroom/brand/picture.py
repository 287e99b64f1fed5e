"""What kind of picture a file is, and how large, by its first bytes; nothing of it is unpacked.

PNG: W3C Portable Network Graphics, 5.2 and 11.2.2. JPEG: ITU-T T.81, annex B. WebP: RFC 9649, section 2.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Segments of a JPEG that begin a frame; the three left out are tables and a reserved one."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Kind and size in pixels."""

    content_type: str
    width: int
    height: int


def read_picture(content: bytes) -> Picture | None:
    """Return kind and size of a PNG, JPEG or WebP; None for everything else and for what breaks off."""
    for content_type, read in (("image/png", _png), ("image/jpeg", _jpeg), ("image/webp", _webp)):
        try:
            size = read(content)
        except (struct.error, IndexError):
            size = None
        if size is not None and all(size):
            return Picture(content_type, *size)
    return None


def _png(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(_PNG) or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg(content: bytes) -> tuple[int, int] | None:
    place = 2 if content.startswith(b"\xff\xd8") else len(content)
    while place < len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        place += _length(content, place, marker)
    return None


def _length(content: bytes, place: int, marker: int) -> int:
    """Return how far it is to the next marker; any number of 0xFF may stand before one."""
    if marker == 0xFF:
        return 1
    if marker in _ALONE:
        return 2
    (length,) = struct.unpack_from(">H", content, place + 2)
    return 2 + int(length)


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    kind = content[12:16]
    if kind == b"VP8X":
        return _three_bytes(content, 24) + 1, _three_bytes(content, 27) + 1
    if kind == b"VP8L" and content[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _three_bytes(content: bytes, place: int) -> int:
    low, high = struct.unpack_from("<HB", content, place)
    return int(low) | int(high) << 16
