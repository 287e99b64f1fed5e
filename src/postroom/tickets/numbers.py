"""Ticket numbers: counted or dated, never given twice."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from postroom.configuration import configuration


def next_number() -> str:
    """Return a number nobody had before."""
    return next_numbers(1)[0]


def next_numbers(count: int) -> list[str]:
    """Return `count` such numbers in one statement: `10001`, or `2026112310001` where the settings say `date`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('postroom_ticket_number') FROM generate_series(1, %s)", [count])
        counted = [str(row[0]) for row in cursor.fetchall()]
    prefix = f"{timezone.localdate():%Y%m%d}" if configuration().ticket_number_kind == "date" else ""
    return [prefix + number for number in counted]
