"""Encoded words (RFC 2047, RFC 2231 section 5) in header text, however broken.

Words of one charset that follow each other are joined as bytes before they are decoded: many mailers cut them in the
middle of a character. What stands between encoded words may be raw bytes (RFC 6532, or no standard at all).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postroom.mail import charsets
from postroom.mail.charset_names import clean_label
from postroom.mail.limits import Budget
from postroom.mail.transfer import decode_base64
from postroom.sentences import sentence as _

_OPENING = re.compile(rb"=\?([^?\s=]{0,60})\?([bBqQ])\?")
# `?=` ends a word where a blank or a sign of a header follows; inside a word `?=` may be a question mark and an escape.
_CLOSING = re.compile(rb"\?=(?=[\s\"'<>(),;:\[\]]|=\?|\Z)")
_CLOSING_ANYWHERE = re.compile(rb"\?=")
_FOLD = re.compile(rb"[\r\n]+[ \t]*")
_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")
_LONGEST_SEARCH = 4_096
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Raw text, or the bytes of one encoded word with its charset."""

    data: bytes
    charset: str | None = None


def decode_text(value: bytes, budget: Budget, hint: str = "") -> str:
    """Return a header value as text. `hint` is the charset for bytes that name none."""
    if b"=?" not in value and value.isascii() and b"\x1b" not in value:
        return _clean(value.decode("ascii"))
    pieces: list[_Piece] = []
    for piece in _pieces(value, budget):
        _append(pieces, piece)
    return _clean("".join(_decode(piece, budget, hint) for piece in pieces))


def _pieces(value: bytes, budget: Budget) -> Iterator[_Piece]:
    position = 0
    while opening := _OPENING.search(value, position):
        closing = _find_closing(value, opening)
        if closing is None:
            budget.note(_("An encoded word in a header has no end."))
        if opening.start() > position:
            yield _Piece(value[position : opening.start()])
        stop, position = closing or (len(value), len(value))
        payload = value[opening.end() : stop]
        decode = _decode_b if opening[2] in b"bB" else _decode_q
        yield _Piece(decode(payload, budget), opening[1].decode("latin-1"))
    if position < len(value):
        yield _Piece(value[position:])


def _find_closing(value: bytes, opening: re.Match[bytes]) -> tuple[int, int] | None:
    """Return where the payload ends and where the text goes on."""
    strict = _CLOSING.search(value, opening.end(), opening.end() + _LONGEST_SEARCH)
    loose = _CLOSING_ANYWHERE.search(value, opening.end())
    following = _OPENING.search(value, opening.end(), strict.start() if strict else len(value))
    found = (
        loose if opening[2] in b"bB" or (following and loose and loose.end() <= following.start()) else strict or loose
    )
    return (found.start(), found.end()) if found else None


def _decode_b(payload: bytes, budget: Budget) -> bytes:
    return decode_base64(payload, budget) if payload.strip() else b""


def _decode_q(payload: bytes, _budget: Budget) -> bytes:
    joined = _FOLD.sub(b" ", payload).replace(b"_", b" ")
    return _ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), joined)


def _append(pieces: list[_Piece], piece: _Piece) -> None:
    """Add a piece; blanks between two encoded words go, and words of one charset become one."""
    if piece.charset is not None and _ends_with_gap(pieces):
        pieces.pop()
    if piece.charset is not None and pieces and _joins(pieces[-1].charset, piece.charset):
        piece = _Piece(pieces.pop().data + piece.data, piece.charset)
    pieces.append(piece)


def _ends_with_gap(pieces: list[_Piece]) -> bool:
    """Say whether the last pieces are an encoded word and blanks."""
    return (
        len(pieces) > 1
        and pieces[-2].charset is not None
        and pieces[-1].charset is None
        and not pieces[-1].data.strip()
    )


def _joins(before: str | None, charset: str) -> bool:
    return before is not None and clean_label(before) == clean_label(charset)


def _decode(piece: _Piece, budget: Budget, hint: str) -> str:
    if piece.charset is None and piece.data.isascii() and b"\x1b" not in piece.data:
        return piece.data.decode("ascii")
    text, defect = charsets.decode(piece.data, piece.charset or "", hint)
    if piece.charset is None and defect and not defect.endswith("utf-8."):
        # Raw UTF-8 is what RFC 6532 allows; anything else is a guess.
        budget.note(_("A header holds raw bytes of an unnamed charset."))
    elif defect and piece.charset is not None:
        budget.note(_("In a header: %(defect)s", defect=defect))
    return text


def _clean(text: str) -> str:
    """Undo folds and drop control characters."""
    if "\n" in text or "\r" in text:
        text = text.replace("\r", "").replace("\n", "")
    return _CONTROL.sub("", text) if not text.isprintable() else text
