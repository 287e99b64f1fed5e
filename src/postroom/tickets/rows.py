"""New and changed rows of one doing, written together: one statement a table for a batch, instead of one a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from postroom.models import Article, Attachment, Event, Outbound, OutsideReference, Ticket
from postroom.models.bulk import insert

# A row comes after those it points to: only then does it know their keys.
_ORDER: tuple[type[Model], ...] = (Ticket, Article, Attachment, Outbound, Event, OutsideReference)


@dataclass(slots=True)
class NewRows:
    """Rows that are not in the database yet. Whoever asks the database about them must `flush()` before."""

    waiting: list[Model] = field(default_factory=list)
    changed: dict[tuple[type[Model], tuple[str, ...]], dict[Any, Model]] = field(default_factory=dict)
    """By what changed in them; each row once, for it is written as it is then."""

    def add(self, *rows: Model) -> None:
        """Let `rows` be inserted at the next `flush()`."""
        self.waiting.extend(rows)

    def change(self, row: Model, fields: Sequence[str]) -> None:
        """Let `fields` of a row that this transaction has locked be updated at the next `flush()`."""
        if not row._state.adding:
            self.changed.setdefault((type(row), tuple(fields)), {})[row.pk] = row

    def flush(self) -> None:
        """Insert and update what waits."""
        rows, changed = list(self.waiting), dict(self.changed)
        self.forget()
        insert([[row for row in rows if type(row) is model] for model in _ORDER])
        for (model, fields), theirs in changed.items():
            model._default_manager.bulk_update(theirs.values(), fields)

    def forget(self) -> None:
        """Give up what waits."""
        self.waiting.clear()
        self.changed.clear()


def save(row: Model, fields: Sequence[str]) -> None:
    """Update a row that is in the database; one that still waits to be inserted takes its new values along."""
    if not row._state.adding:
        row.save(update_fields=fields)
