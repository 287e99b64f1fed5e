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
    """The conditions; `text` is what of them asks for words, as it would be typed, and `rest` everything else."""

    text: str
    rest: list[Conditions]
    unknown: list[Unknown] = field(default_factory=list)

    @property
    def conditions(self) -> Conditions:
        """All of it: what an overview keeps."""
        words = [_words(self.text)] if self.text else []
        return {"all": [*words, *self.rest]}


def asked(search: Search, names: Names) -> Asked:
    """Return what `search` asks for; `names` knows the groups and agents that may be named."""
    wanted = [clause for clause in search.clauses if is_text(clause) and not clause[0].negated]
    others = [clause for clause in search.clauses if clause not in wanted]
    found = Asked(" ".join(map(_typed_clause, wanted)), [])
    found.rest = [_any(_leaf(item, names, found.unknown) for item in clause) for clause in others]
    return found


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
