"""RTF bodies of Outlook: unpacked ([MS-OXRTFCP]), and read as the HTML inside ([MS-OXRTFEX]) or as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from compressed_rtf import decompress

from postroom.mail import charset_names

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\", re.DOTALL
)
_MOST_PACKED = 150_000
_MOST_TOKENS = 400_000
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict header footer headerl headerr footerl footerr object themedata "
    b"colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl mmathpr "
    b"bkmkstart bkmkend fldinst pntext pntxta pntxtb".split()
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"tab": "\t", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"endash": "–", b"emdash": "—", b"cell": "\t", b"row": "\n", b"page": "\n", b"sect": "\n",
}  # fmt: skip
_ESCAPED = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}


def read_compressed(data: bytes) -> tuple[str, str] | None:
    """Return (content type, text) of a compressed RTF property, or None where it cannot be read. Never raises."""
    if len(data) > _MOST_PACKED:
        return None
    try:
        unpacked = decompress(data)
    except Exception:
        # The library raises bare exceptions for a wrong checksum and whatever else for a cut stream.
        return None
    return read_rtf(unpacked)


def read_rtf(data: bytes) -> tuple[str, str] | None:
    """Return ("text/html" or "text/plain", text) of an RTF document, or None where it holds none."""
    if not data.lstrip().startswith(b"{\\rtf"):
        return None
    is_html = b"\\fromhtml1" in data[:2_000]
    text = _Reader(is_html=is_html).read(data)
    return ("text/html" if is_html else "text/plain", text) if text.strip() else None


@dataclass(slots=True)
class _State:
    """What a group inherits."""

    skipped: bool = False
    hidden_from_html: bool = False
    in_html_tag: bool = False
    unicode_skip: int = 1


@dataclass(slots=True)
class _Reader:
    """Walks through the tokens; groups are kept on a list, never on the call stack."""

    is_html: bool
    codec: str = "cp1252"
    state: _State = field(default_factory=_State)
    groups: list[_State] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    starred: bool = False

    def read(self, data: bytes) -> str:
        for count, match in enumerate(_TOKEN.finditer(data)):
            if count > _MOST_TOKENS:
                break
            self._take(match)
        self._flush()
        # Characters beyond U+FFFF come as two halves.
        return "".join(self.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _take(self, match: re.Match[bytes]) -> None:
        hexadecimal, word, number, sign, brace, plain = match.groups()
        if hexadecimal is not None:
            self._bytes(bytes((int(hexadecimal, 16),)))
        elif word is not None:
            self._word(word, int(number) if number else None)
        elif sign is not None:
            self._sign(sign)
        elif brace is not None:
            self._brace(brace)
        elif plain is not None:
            self._bytes(plain)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.to_skip = 0
        if brace == b"{":
            current = self.state
            self.groups.append(current)
            self.state = _State(current.skipped, current.hidden_from_html, current.in_html_tag, current.unicode_skip)
        elif self.groups:
            self.state = self.groups.pop()
        self.starred = False

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        else:
            self._text(_ESCAPED.get(sign, ""))

    def _word(self, word: bytes, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if word == b"htmltag" and starred:
            self.state.in_html_tag = True
        elif word in _SKIPPED or starred:
            self._flush()
            self.state.skipped = True
        elif word == b"htmlrtf":
            self._flush()
            self.state.hidden_from_html = number != 0
        elif word == b"ansicpg":
            self.codec = charset_names.codec_name(f"cp{number}") or self.codec
        elif word == b"uc":
            self.state.unicode_skip = number or 0
        elif word == b"u" and number is not None:
            self._text(chr(number % 0x10000))
            self.to_skip = self.state.unicode_skip
        elif word in _SIGNS:
            self._text(_SIGNS[word])

    def _bytes(self, data: bytes) -> None:
        """Take bytes in the code page; after a Unicode character its stand-ins are skipped."""
        dropped = min(self.to_skip, len(data))
        self.to_skip -= dropped
        if self._is_shown():
            self.pending += data[dropped:]

    def _text(self, text: str) -> None:
        self._flush()
        if self._is_shown():
            self.out.append(text)

    def _flush(self) -> None:
        if self.pending:
            self.out.append(bytes(self.pending).decode(self.codec, "replace"))
            self.pending.clear()

    def _is_shown(self) -> bool:
        state = self.state
        return not state.skipped and not (self.is_html and state.hidden_from_html and not state.in_html_tag)
