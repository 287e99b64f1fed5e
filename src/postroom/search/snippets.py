"""What of a text answers a question: the words around, and which of them are meant."""

from __future__ import annotations

from dataclasses import dataclass

from postroom.search.questions import Question
from postroom.search.words import places

_LOOKED_AT = 20_000
"""Characters of a text."""
_BEFORE, _LENGTH = 60, 240
_MOST = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; `hit`: it is what was asked for."""

    text: str
    hit: bool = False


def highlighted(text: str, question: Question) -> list[Piece]:
    """Return the whole of a short text in pieces."""
    return _pieces(text, question)


def snippet(text: str, question: Question) -> list[Piece]:
    """Return a line of a long text around its first hit; its beginning where it has none."""
    looked_at = text[:_LOOKED_AT]
    first = next((match for match in places(looked_at) if question.hits(match[0])), None)
    start = _word_begin(looked_at, max(first.start() - _BEFORE, 0)) if first else 0
    cut = looked_at[start : start + _LENGTH]
    line = " ".join(cut.split())
    ahead = [Piece("… ")] if start else []
    behind = [Piece(" …")] if start + _LENGTH < len(text) else []
    return [*ahead, *_pieces(line, question), *behind]


def _word_begin(text: str, start: int) -> int:
    """Return the begin of the word at `start`, or `start` in the middle of a very long one."""
    space = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    return space if start - space < _BEFORE else start


def _pieces(text: str, question: Question) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for match in places(text):
        if len(pieces) < 2 * _MOST and question.hits(match[0]):
            pieces += [Piece(text[end : match.start()]), Piece(match[0], hit=True)]
            end = match.end()
    return [piece for piece in (*pieces, Piece(text[end:])) if piece.text]
