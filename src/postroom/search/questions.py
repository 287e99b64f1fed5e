"""The textual part of a search to a tsquery (PostgreSQL manual, 8.11.2), and to a test for the words of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postroom.search.operators import FILES
from postroom.search.stopwords import STOP_WORDS
from postroom.search.syntax import Item, Search
from postroom.search.vector import FILE_MARK, quoted
from postroom.search.words import lexemes, words

_SHORTEST_BEGINNING = 3
"""Letters from which on a word is also looked for as the beginning of longer ones."""
_WEIGHTS = {"from": "B", "to": "C"}


@dataclass(frozen=True, slots=True)
class Question:
    """`tsquery` for the database, empty where no words are asked for; `words` and `beginnings` to highlight."""

    tsquery: str
    words: frozenset[str]
    beginnings: tuple[str, ...]

    def hits(self, word: str) -> bool:
        """Whether this word of a text is one that was asked for."""
        found = lexemes(word)
        return not self.words.isdisjoint(found) or found[0].startswith(self.beginnings)


def question(search: Search) -> Question:
    """Return the question that the textual clauses of `search` ask of one article or file."""
    clauses = [clause for clause in search.clauses if is_text(clause)]
    telling = [clause for clause in clauses if not all(map(_is_stop_word, clause))]
    asked = [text for text in map(_clause, telling or clauses) if text]
    items = [item for clause in telling or clauses for item in clause if not item.negated]
    exact, beginnings = _terms(items)
    return Question(" & ".join(asked), frozenset(exact), tuple(beginnings))


def is_text(clause: Iterable[Item]) -> bool:
    """Whether a clause asks for words of articles only."""
    return all(item.operator is None or item.operator.text for item in clause)


def _is_stop_word(item: Item) -> bool:
    return item.operator is None and not item.phrase and lexemes(item.text)[0] in STOP_WORDS


def _clause(items: Iterable[Item]) -> str:
    asked = [text for text in map(_item, items) if text]
    return f"({' | '.join(asked)})" if asked else ""


def _item(item: Item) -> str:
    key = item.operator.key if item.operator else ""
    if key == "has":
        text = quoted(FILE_MARK) if lexemes(item.text)[0] in FILES else ""
    else:
        text = _words(item, _WEIGHTS.get(key, ""))
    return f"!({text})" if text and item.negated else text


def _words(item: Item, weight: str) -> str:
    """Some words in a row, or one with its forms."""
    parts = words(item.text)
    if not parts:
        return ""
    if item.phrase:
        return " <-> ".join(_lexeme(lexemes(part)[0], weight) for part in parts)
    *before, last = parts
    if before:
        ahead = [_lexeme(lexemes(part)[0], weight) for part in before]
        return "(" + " <-> ".join([*ahead, _beginning(lexemes(last)[0], weight)]) + ")"
    surface, *stems = lexemes(last)
    return "(" + " | ".join([_beginning(surface, weight), *(_lexeme(stem, weight) for stem in stems)]) + ")"


def _beginning(surface: str, weight: str) -> str:
    return _lexeme(surface, ("*" if len(surface) >= _SHORTEST_BEGINNING else "") + weight)


def _lexeme(lexeme: str, flags: str) -> str:
    return f"{quoted(lexeme)}:{flags}" if flags else quoted(lexeme)


def _terms(items: Iterable[Item]) -> tuple[set[str], list[str]]:
    exact: set[str] = set()
    beginnings: list[str] = []
    for item in items:
        if item.operator is not None and item.operator.key == "has":
            continue
        for lexeme, begins in _terms_of(item):
            if begins:
                beginnings.append(lexeme)
            else:
                exact.add(lexeme)
    return exact, beginnings


def _terms_of(item: Item) -> Iterator[tuple[str, bool]]:
    parts = words(item.text)
    for number, part in enumerate(parts, start=1):
        surface, *stems = lexemes(part)
        last = number == len(parts) and not item.phrase
        yield surface, last and len(surface) >= _SHORTEST_BEGINNING
        if last and len(parts) == 1:
            yield from ((stem, False) for stem in stems)
