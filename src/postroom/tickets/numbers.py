"""Ticket numbers: counted or dated, never given twice."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from postroom.configuration import configuration


def next_number() -> str:
    """Return a number nobody had before: `10001`, or `2026112310001` where the settings say `date`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('postroom_ticket_number')")
        (count,) = cursor.fetchone()
    if configuration().ticket_number_kind == "date":
        return f"{timezone.localdate():%Y%m%d}{count}"
    return str(count)
