"""The history of a ticket in words: who, when, what, why."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.models import Event, Group, OutboundState, Priority, Ticket, TicketState, User
from postroom.told import told

_LONGEST = 200
_READ = (
    *("kind", "via", "reason", "reason_made_of", "changes", "created_at", "article_id", "ticket_id"),
    *("actor__name", "actor__email"),
)
FIELDS = {
    "title": gettext_lazy("Title"),
    "group": gettext_lazy("Group"),
    "owner": gettext_lazy("Owner"),
    "customer": gettext_lazy("Customer"),
    "state": gettext_lazy("State"),
    "priority": gettext_lazy("Priority"),
    "pending_until": gettext_lazy("Pending until"),
    "tags": gettext_lazy("Tags"),
    "hinted_ticket": gettext_lazy("Ticket named by the mail"),
    "delivery": gettext_lazy("Delivery"),
    "into": gettext_lazy("Into ticket"),
    "from": gettext_lazy("From ticket"),
    "linked": gettext_lazy("Linked ticket"),
    "parent": gettext_lazy("Parent"),
    "child": gettext_lazy("Child"),
}
WAYS = {
    "web": "",
    "mail": gettext_lazy("by mail"),
    "trigger": gettext_lazy("by a trigger"),
    "schedule": gettext_lazy("by a scheduled job"),
    "time": gettext_lazy("by itself"),
    "delivery": gettext_lazy("by the mail server"),
    "command": gettext_lazy("by command"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One attribute that changed."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as people read it."""

    pk: int
    when: datetime.datetime
    who: str
    what: str
    way: str
    why: str
    article_id: int | None
    lines: list[Line]


def history_of(ticket: Ticket) -> list[Entry]:
    """Return the history, newest first. Three statements at most."""
    events = list(ticket.events.select_related("actor").only(*_READ).order_by("-created_at", "-pk")[:_LONGEST])
    words = _Words(events)
    return [_entry(event, words) for event in events]


def _entry(event: Event, words: _Words) -> Entry:
    return Entry(
        pk=event.pk,
        when=event.created_at,
        who=str(event.actor or ""),
        what=event.get_kind_display(),
        way=str(WAYS.get(event.via, event.via)),
        why=told(event.reason, event.reason_made_of),
        article_id=event.article_id,
        lines=[_line(name, value, words) for name, value in event.changes.items()],
    )


def _line(name: str, value: Any, words: _Words) -> Line:
    before, after = value if isinstance(value, list) and len(value) == 2 else ("", value)
    return Line(str(FIELDS.get(name, name)), words.of(name, before), words.of(name, after))


class _Words:
    """Turns stored values into words; the names of people and groups are asked for once."""

    def __init__(self, events: Iterable[Event]) -> None:
        pairs = [(name, value) for event in events for name, both in event.changes.items() for value in _values(both)]
        people = {value for name, value in pairs if name in ("owner", "customer") and isinstance(value, int)}
        groups = {value for name, value in pairs if name == "group" and isinstance(value, int)}
        self._people = {user.pk: str(user) for user in User.objects.filter(pk__in=people)} if people else {}
        self._groups = dict(Group.objects.filter(pk__in=groups).values_list("pk", "name")) if groups else {}
        self._writers: dict[str, Callable[[Any], str]] = {
            "owner": lambda pk: self._people.get(pk, _("somebody who is gone")),
            "customer": lambda pk: self._people.get(pk, _("somebody who is gone")),
            "group": lambda pk: self._groups.get(pk, _("a group that is gone")),
            "state": lambda value: str(TicketState(value).label),
            "delivery": lambda value: str(OutboundState(value).label),
            "priority": lambda value: str(Priority(value).label),
            "pending_until": _time,
            "tags": ", ".join,
        }

    def of(self, name: str, value: Any) -> str:
        """Return `value` of the attribute `name` in words; empty for none."""
        if value in (None, "", []):
            return ""
        return self._writers.get(name, str)(value)


def _values(both: Any) -> list[Any]:
    return both if isinstance(both, list) else [both]


def _time(text: str) -> str:
    when = parse_datetime(text)
    return date_format(localtime(when), "SHORT_DATETIME_FORMAT") if when else text
