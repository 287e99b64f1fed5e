"""New rows of one doing, inserted together: a batch of mails costs one statement a table instead of one a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Model

from postroom.models import Article, Attachment, Event, Outbound, OutsideReference, Ticket
from postroom.models.bulk import insert

# A row comes after those it points to: only then does it know their keys.
_ORDER: tuple[type[Model], ...] = (Ticket, Article, Attachment, Outbound, Event, OutsideReference)


@dataclass(slots=True)
class NewRows:
    """Rows that are not in the database yet. Whoever asks the database about them must `flush()` before."""

    waiting: list[Model] = field(default_factory=list)

    def add(self, *rows: Model) -> None:
        """Let `rows` be inserted at the next `flush()`."""
        self.waiting.extend(rows)

    def flush(self) -> None:
        """Insert what waits."""
        rows, self.waiting[:] = list(self.waiting), []
        tables = ([row for row in rows if type(row) is model] for model in _ORDER)
        insert([table for table in tables if table])


def save(row: Model, fields: Sequence[str]) -> None:
    """Update a row that is in the database; one that still waits to be inserted takes its new values along."""
    if not row._state.adding:
        row.save(update_fields=fields)
