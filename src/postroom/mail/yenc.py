"""Files that stand in a text as yEnc (yenc.org, draft 1.3)."""

from __future__ import annotations

import re

from postroom.mail.uuencode import EncodedFile

_BEGIN = re.compile(rb"^=ybegin [^\r\n]*?name=([^\r\n]+)\r*\n(?:=ypart [^\r\n]*\r*\n)?", re.MULTILINE)
_END = re.compile(rb"^=yend[^\r\n]*(?:\r*\n|\Z)", re.MULTILINE)
_SHIFTED = bytes((byte - 42) % 256 for byte in range(256))
_MAX_FILES = 100
_RAREST_ESCAPE = 8


def cut_out(data: bytes) -> tuple[bytes, list[EncodedFile]]:
    """Return the text without its yEnc files, and the files. The pieces of one file in one mail are joined."""
    if b"=ybegin " not in data:
        return data, []
    kept: list[bytes] = []
    found: dict[bytes, list[bytes]] = {}
    position = 0
    for begin in _BEGIN.finditer(data):
        if begin.start() < position or len(found) >= _MAX_FILES:
            continue
        end = _END.search(data, begin.end())
        if end is None:
            break
        kept.append(data[position : begin.start()])
        found.setdefault(begin[1].strip(), []).append(_decode(data[begin.end() : end.start()]))
        position = end.end()
    kept.append(data[position:])
    return b"".join(kept), [EncodedFile(name, b"".join(pieces)) for name, pieces in found.items()]


def _decode(encoded: bytes) -> bytes:
    """Undo yEnc: line ends are not data, `=` escapes, everything is shifted by 42."""
    dense = encoded.translate(None, b"\r\n")
    if dense.count(b"=") * _RAREST_ESCAPE > len(dense) + _RAREST_ESCAPE * 16:
        # Four values of 256 are escaped: a text of escapes is none.
        return b""
    plain = bytearray()
    position = 0
    while (at := dense.find(b"=", position)) >= 0 and at + 1 < len(dense):
        plain += dense[position:at]
        plain.append((dense[at + 1] - 64) % 256)
        position = at + 2
    plain += dense[position:]
    return bytes(plain.translate(_SHIFTED))
