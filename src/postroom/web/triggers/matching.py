"""How many tickets fit a condition now, as far as the database can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from postroom.conditions.answerable import answerable
from postroom.conditions.compile import ConditionError, check, to_q
from postroom.models import Ticket

MOST = 10_000
_DEADLINE = "1500ms"
"""Of the database: a pattern over a million tickets must not hold up the page."""


@dataclass(frozen=True, slots=True)
class Matching:
    """`count` is None where it cannot be said; `left_out` conditions are known only when something happens."""

    count: int | None
    left_out: int = 0

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count is not None and self.count > MOST


def matching(conditions: Mapping[str, Any], among: QuerySet[Ticket] | None = None) -> Matching:
    """Count, up to `MOST`, all tickets or those of `among`."""
    try:
        check(conditions)
        asked, left_out = answerable(conditions)
        return Matching(_count(asked, Ticket.objects.all() if among is None else among), left_out)
    except (ConditionError, ValueError, TypeError, DatabaseError):
        # Half-written conditions, a pattern that PostgreSQL reads differently, or the deadline.
        return Matching(None)


def _count(conditions: Mapping[str, Any], among: QuerySet[Ticket]) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{_DEADLINE}'")
        return among.filter(to_q(conditions)).order_by()[: MOST + 1].count()
