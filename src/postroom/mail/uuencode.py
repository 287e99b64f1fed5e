"""Files that stand in a text as uuencode (POSIX `uuencode`), as mail did before MIME and some programs do still."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_MAX_TRIES = 300


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """A file found in a text: its name as written there, and its bytes."""

    filename: bytes
    content: bytes


def cut_out(data: bytes) -> tuple[bytes, list[EncodedFile]]:
    """Return the text without its uuencoded files, and the files."""
    if b"begin" not in data:
        return data, []
    kept: list[bytes] = []
    files: list[EncodedFile] = []
    position = 0
    for match in _begins(data):
        if match.start() < position:
            continue
        content, end = _read_file(data, match.end(), is_base64=b"begin-base64" in match[0])
        kept.append(data[position : match.start() if content else match.end()])
        position = end if content else match.end()
        if content:
            files.append(EncodedFile(match[1].strip(), content))
    kept.append(data[position:])
    return b"".join(kept), files


def _begins(data: bytes) -> Iterator[re.Match[bytes]]:
    return islice(_BEGIN.finditer(data), _MAX_TRIES)


def decode_stream(data: bytes) -> bytes:
    """Decode a part whose transfer encoding is x-uuencode; as it stands where no file is in it."""
    _, files = cut_out(data if data.lstrip().startswith(b"begin") else b"begin 644 x\n" + data + b"\nend\n")
    return files[0].content if files else data


def _read_file(data: bytes, position: int, *, is_base64: bool) -> tuple[bytes, int]:
    """Decode line by line up to `end`; nothing, where the lines cannot be uuencode or never end."""
    content: list[bytes] = []
    while position < len(data):
        newline = data.find(b"\n", position)
        stop = len(data) if newline < 0 else newline
        line = data[position:stop].rstrip(b"\r")
        position = stop + 1
        if line in (b"end", b"===="):
            return b"".join(content), min(position, len(data))
        decoded = _decode_base64_line(line) if is_base64 else _decode_line(line)
        if decoded is None:
            return b"", position
        content.append(decoded)
    return b"", position


def _decode_base64_line(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_base64(line)
    except binascii.Error:
        return None


def _decode_line(line: bytes) -> bytes | None:
    if not line.strip() or line == b"`":
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return _decode_overlong(line)


def _decode_overlong(line: bytes) -> bytes | None:
    """Some encoders pad lines beyond the length that their first character names."""
    if not 32 <= line[0] <= 96:
        return None
    needed = ((line[0] - 32) & 63) * 4 // 3 + 4
    try:
        return binascii.a2b_uu(line[: 1 + needed // 4 * 4])
    except binascii.Error:
        return None
