"""What happened to a ticket since somebody looked at it: nobody overwrites what they have not seen."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models.query import QuerySet
from django.utils.dateparse import parse_datetime

from postroom.models import Event, EventKind, Ticket, User
from postroom.tickets.changing import plain

_SPOKEN = (EventKind.REPLIED, EventKind.RECEIVED)


def spoken_since(ticket: Ticket, seen: int, user: User) -> Event | None:
    """Return the newest word to or from the customer after the event `seen`, unless `user` or a trigger said it."""
    news = _since(ticket, seen).filter(kind__in=_SPOKEN, depth=0).exclude(actor=user)
    return news.select_related("actor").last()


def unseen(ticket: Ticket, seen: int, wanted: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Event]]:
    """Compare what is wanted with what was seen and what is now.

    Returns what is still to be set: a value that stood there when the page was made is no wish, and changes nothing.
    Beside it, by field, the event that set it to something else meanwhile, where both were changed.
    """
    changes = list(_since(ticket, seen).exclude(changes={}).select_related("actor"))
    left, conflicts = dict(wanted), {}
    for name, value in wanted.items():
        mine = [event for event in changes if isinstance(event.changes.get(name), list)]
        if not mine:
            continue
        if _same(value, mine[0].changes[name][0]) or _same(value, plain(getattr(ticket, name))):
            del left[name]
        else:
            conflicts[name] = mine[-1]
    return left, conflicts


def _since(ticket: Ticket, seen: int) -> QuerySet[Event]:
    return Event.objects.filter(ticket=ticket, pk__gt=seen).order_by("pk")


def _same(value: Any, stored: Any) -> bool:
    if isinstance(value, datetime.datetime) and isinstance(stored, str):
        then = parse_datetime(stored)
        # Forms know minutes only.
        return then is not None and abs(value - then) < datetime.timedelta(minutes=1)
    return bool((plain(value) or None) == (stored or None))
