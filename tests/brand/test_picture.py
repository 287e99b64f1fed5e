"""Kind and size of pictures by their first bytes."""

from __future__ import annotations

import struct

import pytest

from postroom.brand.picture import Picture, read_picture

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 300, 80) + b"\x08\x06\x00\x00\x00"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xff\xc2\x00\x11\x08" + struct.pack(">HH", 80, 300) + b"\x03"
)
VP8X = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00\x2b\x01\x00\x4f\x00\x00"
VP8L = b"RIFF\x00\x00\x00\x00WEBPVP8L\x05\x00\x00\x00\x2f" + struct.pack("<I", 299 | 79 << 14)
VP8 = b"RIFF\x00\x00\x00\x00WEBPVP8 \x0a\x00\x00\x00\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 300, 80)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (VP8X, "image/webp"),
        (VP8L, "image/webp"),
        (VP8, "image/webp"),
    ],
)
def test_kind_and_size_are_read(content: bytes, content_type: str) -> None:
    assert read_picture(content) == Picture(content_type, 300, 80)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a\x01\x00\x01\x00",
        PNG[:20],
        PNG.replace(struct.pack(">I", 300), b"\0\0\0\0"),
        JPEG[:24],
        b"\xff\xd8\xff\xe0\x00\x10" + b"x" * 40,
        b"\xff\xd8\xff",
        VP8X[:26],
        b"RIFF\x00\x00\x00\x00WEBPXXXX",
    ],
)
def test_everything_else_is_none(content: bytes) -> None:
    assert read_picture(content) is None
