"""What a person types in the search field, to a tree: words, "phrases", operators, -not, OR.

Nothing that can be typed is an error: what is not understood is searched as text, and a hint says so.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from postroom.search.folding import fold
from postroom.search.operators import Operator, known_names, operator_of

LONGEST = 500
"""Characters of a search; more is not read."""
_MOST = 30
_PIECE = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?:(?P<name>[^\W\d_]{2,20}):(?!//))?
        (?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))?""",
    re.VERBOSE,
)
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟", '"') | {"\0": " "})
_OR = frozenset(("OR", "ODER", "|"))
_AND = frozenset(("AND", "UND", "&"))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked for: a word, a phrase, or an operator with its value."""

    text: str
    operator: Operator | None = None
    negated: bool = False
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that was not understood: an operator that there is not, and the one that was perhaps meant."""

    name: str
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """All of `clauses` are asked for; of each any item."""

    clauses: tuple[tuple[Item, ...], ...]
    hints: tuple[Hint, ...] = ()


def parse(typed: str) -> Search:
    """Read what was typed. Never raises."""
    clauses: list[list[Item]] = []
    hints: list[Hint] = []
    joined = False
    for match in _pieces(typed):
        if match["word"] in _OR and not match["name"]:
            joined = bool(clauses)
        elif match["word"] not in _AND or match["name"]:
            clauses[-1:] = _added(clauses[-1:], _item(match, hints), joined=joined)
            joined = False
    return Search(tuple(map(tuple, clauses[:_MOST])), tuple(hints))


def _pieces(typed: str) -> Iterator[re.Match[str]]:
    text = typed[:LONGEST].translate(_QUOTES)
    return (match for match in _PIECE.finditer(text) if match["word"] or match["phrase"] or match["name"])


def _added(last: list[list[Item]], item: Item, *, joined: bool) -> list[list[Item]]:
    """What is not wanted is never one of several possibilities: nearly every ticket would be found."""
    fits = joined and not item.negated and not last[0][0].negated
    return [[*last[0], item]] if fits else [*last, [item]]


def _item(match: re.Match[str], hints: list[Hint]) -> Item:
    text = match["phrase"] if match["word"] is None else match["word"]
    plain = Item(text or "", None, bool(match["minus"]), match["word"] is None)
    if not match["name"]:
        return plain
    operator = operator_of(match["name"])
    if operator is not None and text:
        return Item(text, operator, plain.negated, plain.phrase)
    if operator is None and text:
        hints.append(_hint(match["name"]))
    return Item(f"{match['name']} {text or ''}".strip(), None, plain.negated, phrase=False)


def _hint(name: str) -> Hint:
    close = difflib.get_close_matches(fold(name), known_names(), n=1)
    return Hint(name, close[0] if close else "")
