"""A search as conditions of the one language, so that it can be asked, and kept as an overview."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from postroom.conditions.compile import Conditions
from postroom.search.naming import Names, negated
from postroom.search.questions import is_text
from postroom.search.syntax import Item, Search

TEXT = "ticket.text"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that an operator does not take: `operator` as it is called, `value` as it was typed."""

    operator: str
    value: str


@dataclass(slots=True)
class Asked:
    """The conditions: `text` asks for words, as it would be typed, `without` for none, `rest` for everything else."""

    text: str
    without: list[Conditions] = field(default_factory=list)
    rest: list[Conditions] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)

    @property
    def unwanted(self) -> str:
        """Words none of which may be there, as one would type them to find any of them."""
        return " OR ".join(part["value"] for part in self.without)

    @property
    def conditions(self) -> Conditions:
        """All of it: what an overview keeps."""
        words = [_words(self.text)] if self.text else []
        return {"all": [*words, *self.without, *self.rest]}


def asked(search: Search, names: Names) -> Asked:
    """Return what `search` asks for; `names` knows the groups and agents that may be named."""
    found = Asked(" ".join(_typed_clause(clause) for clause in search.clauses if _is_wanted(clause)))
    for clause in search.clauses:
        if not _is_wanted(clause):
            conditions = _any(_leaf(item, names, found.unknown) for item in clause)
            (found.without if is_text(clause) else found.rest).append(conditions)
    return found


def _is_wanted(clause: tuple[Item, ...]) -> bool:
    return is_text(clause) and not clause[0].negated


def _any(parts: Iterable[Conditions]) -> Conditions:
    found = list(parts)
    return found[0] if len(found) == 1 else {"any": found}


def _words(text: str, *, negated: bool = False) -> Conditions:
    return {"field": TEXT, "op": "finds_not" if negated else "finds", "value": text}


def _typed_clause(items: Iterable[Item]) -> str:
    return " OR ".join(map(_typed, items))


def _typed(item: Item) -> str:
    """Write an item as it would be typed."""
    name = f"{item.operator.names[0]}:" if item.operator else ""
    return f'{name}"{item.text}"' if item.phrase else f"{name}{item.text}"


def _leaf(item: Item, names: Names, unknown: list[Unknown]) -> Conditions:
    if item.operator is None or item.operator.text:
        return _words(_typed(item), negated=item.negated)
    conditions = names.leaf(item.operator.key, item.text)
    if conditions is None:
        unknown.append(Unknown(item.operator.names[0], item.text))
        return {"any": []}
    return negated(conditions) if item.negated else conditions
