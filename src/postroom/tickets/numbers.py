"""Ticket numbers: counted or dated, never given twice."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from postroom.configuration import configuration

_NEXT = """
SELECT nextval('postroom_ticket_number'), nextval(pg_get_serial_sequence('postroom_ticket', 'id'))
  FROM generate_series(1, %s)
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """What names a ticket: to people, and in the database."""

    number: str
    pk: int


def next_identity() -> Identity:
    """Return one that no ticket had before."""
    return next_identities(1)[0]


def next_identities(count: int) -> list[Identity]:
    """Return `count` such in one statement: `10001`, or `2026112310001` where the settings say `date`."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [count])
        rows = cursor.fetchall()
    prefix = f"{timezone.localdate():%Y%m%d}" if configuration().ticket_number_kind == "date" else ""
    return [Identity(f"{prefix}{number}", pk) for number, pk in rows]
