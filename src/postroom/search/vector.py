"""Texts to a tsvector, written as PostgreSQL reads it (manual, 8.11.1 tsvector)."""

from __future__ import annotations

from collections.abc import Iterable

from postroom.search.words import lexemes, words

FILE_MARK = ":file"
"""The lexeme of articles that have a file; no word has a colon."""
_LAST_POSITION = 16_383
"""Positions beyond are all the same to PostgreSQL."""
_MOST_POSITIONS = 255
_MOST_BYTES = 800_000
"""Of lexemes and positions; PostgreSQL refuses vectors of more than a megabyte."""
_POSITION_BYTES = 2
_LEXEME_BYTES = 8
_GAP = 10
"""Positions between two texts, so that no phrase runs from one into the next."""

Weighted = tuple[str, str]
"""A text and its weight: A, B, C or D."""


def vector(texts: Iterable[Weighted], marks: Iterable[str] = ()) -> str:
    """Return the words of `texts` with their positions and weights, and `marks` without; as much as may be stored."""
    places: dict[str, list[str]] = {}
    position, room = 0, _MOST_BYTES
    for text, weight in texts:
        suffix = "" if weight == "D" else weight
        for word in words(text):
            position += 1
            room -= _place(places, word, f"{min(position, _LAST_POSITION)}{suffix}")
            if room < 0:
                break
        position += _GAP
    found = [f"{quoted(lexeme)}:{','.join(at)}" for lexeme, at in places.items() if lexeme]
    return " ".join([*found, *map(quoted, marks)])


def quoted(lexeme: str) -> str:
    """Write a lexeme as PostgreSQL reads it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _place(places: dict[str, list[str]], word: str, at: str) -> int:
    """Note where a word stands and return how many bytes that takes."""
    size = 0
    for lexeme in lexemes(word):
        known = places.get(lexeme)
        if known is None:
            places[lexeme] = [at]
            size += len(lexeme.encode()) + _LEXEME_BYTES
        elif len(known) < _MOST_POSITIONS:
            known.append(at)
            size += _POSITION_BYTES
    return size
