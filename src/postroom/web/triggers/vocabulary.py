"""Which fields an editor of conditions offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from postroom.conditions.fields import FIELDS, OPERATORS_OF, Field, ValueKind


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Fields in the order in which they are offered. `named` are those whose name a person completes."""

    fields: Mapping[str, Field]
    find: Callable[[str], Field | None]
    new_leaf: Mapping[str, Any]
    named: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    """Operators that are not offered."""
    more: Mapping[str, tuple[tuple[str, str | Promise], ...]] = field(default_factory=dict)
    """Choices before those in the database, by the name in `Field.choices`."""
    deepest: int = 1
    """Groups within groups that the editor edits; deeper ones are kept and shown as they are."""

    def operators(self, known: Field) -> tuple[str, ...]:
        """Return how a field may be asked here."""
        return tuple(op for op in OPERATORS_OF[known.kind] if op not in self.without)


_OF_EVENTS = {name: field for name, field in FIELDS.items() if field.kind is not ValueKind.SEARCHED}
ON_TICKETS = Vocabulary(_OF_EVENTS, _OF_EVENTS.get, {"field": "ticket.title", "op": "contains", "value": ""})
