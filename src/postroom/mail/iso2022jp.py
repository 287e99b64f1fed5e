"""ISO-2022-JP and its relatives (RFC 1468, RFC 1554, RFC 2237) as Japanese mailers really write it.

Python's own codecs refuse the vendor characters (circled digits, full-width company signs) that every mailer on
Windows writes under this label. Each run of double-byte characters is therefore moved into Windows-31J, which has them.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb"\x1b(\$\([@BDOPQA C]|\$[@AB]|\([BJIHT]|\.[AF]|N|&@\x1b\$B)|\x0e|\x0f")
_DOUBLE = frozenset((b"$@", b"$B", b"$(@", b"$(B", b"$(O", b"$(Q", b"&@\x1b$B"))
_BY_CODEC = {b"$A": "gb2312", b"$(A": "gb2312", b"$(C": "euc_kr", b"$(D": "euc_jp", b"$(P": "euc_jis_2004"}


def decode(data: bytes) -> str:
    """Decode `data`; what cannot be decoded becomes U+FFFD. Never raises."""
    try:
        return data.decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        return _decode_leniently(data)


def _decode_leniently(data: bytes) -> str:
    pieces: list[str] = []
    mode = b"(B"
    position = 0
    for match in _ESCAPE.finditer(data):
        pieces.append(_decode_run(data[position : match.start()], mode))
        mode = _next_mode(match, mode)
        position = match.end()
    pieces.append(_decode_run(data[position:], mode))
    return "".join(pieces)


def _next_mode(match: re.Match[bytes], mode: bytes) -> bytes:
    if match[0] == b"\x0e":
        return b"(I"
    if match[0] == b"\x0f":
        return b"(B"
    return match[1] or mode


def _decode_run(run: bytes, mode: bytes) -> str:
    if not run:
        return ""
    if mode in _DOUBLE:
        return "".join(_double(line) for line in re.split(rb"([\x00-\x20]+)", run))
    if mode in _BY_CODEC:
        prefix = b"\x8f" if mode == b"$(D" else b""
        pairs = (run[index : index + 2] for index in range(0, len(run), 2))
        raised = b"".join(prefix + bytes(byte | 0x80 for byte in pair) for pair in pairs)
        return raised.decode(_BY_CODEC[mode], "replace")
    if mode == b"(I":
        return bytes(byte | 0x80 if 0x20 < byte < 0x60 else byte for byte in run).decode("cp932", "replace")
    return run.decode("cp932", "replace")


def _double(run: bytes) -> str:
    """Decode pairs of JIS X 0208 bytes by way of Windows-31J."""
    if not run or run[0] <= 0x20:
        return run.decode("ascii")
    out = bytearray()
    for index in range(0, len(run) - 1, 2):
        high, low = run[index] & 0x7F, run[index + 1] & 0x7F
        lead = (high + 1) // 2 + (0x70 if high < 0x5F else 0xB0)
        # Two JIS rows share one Shift_JIS row; 0x7F is left out of it.
        trail = low + (0x1F if low < 0x60 else 0x20) if high % 2 else low + 0x7E
        out += bytes((min(lead, 0xFF), min(trail, 0xFF)))
    return out.decode("cp932", "replace")
