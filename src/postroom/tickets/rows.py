"""New rows of one doing, inserted together: a batch of mails costs one statement a table instead of one a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Model

from postroom.models import Article, Attachment, Event, Outbound, OutsideReference, Ticket

# A row comes after those it points to: only then does it know their keys.
_ORDER: dict[type[Model], int] = {Ticket: 0, Article: 1, Attachment: 2, Outbound: 3, Event: 4, OutsideReference: 5}


@dataclass(slots=True)
class NewRows:
    """Rows that are not in the database yet. Whoever asks the database about them must `flush()` before."""

    waiting: list[Model] = field(default_factory=list)

    def add(self, *rows: Model) -> None:
        """Let `rows` be inserted at the next `flush()`."""
        self.waiting.extend(rows)

    def flush(self) -> None:
        """Insert what waits."""
        rows = sorted(self.waiting, key=_rank)
        self.waiting.clear()
        for model, group in groupby(rows, key=type):
            model._default_manager.bulk_create(list(group))


def save(row: Model, fields: Sequence[str]) -> None:
    """Update a row that is in the database; one that still waits to be inserted takes its new values along."""
    if not row._state.adding:
        row.save(update_fields=fields)


def _rank(row: Model) -> int:
    return _ORDER[type(row)]
