"""From the events of a doing to what pages hear of it."""

from __future__ import annotations

from collections.abc import Iterable

from postroom.live.news import News, Touched
from postroom.models import Event


def news_of(events: Iterable[Event]) -> News:
    """Return what these events are to whoever looks at tickets and lists."""
    found = list(events)
    return News(
        tickets=frozenset(Touched(event.ticket_id, event.ticket.group_id, event.actor_id or 0) for event in found),
        groups=frozenset(group for event in found if (group := _left(event)) is not None),
    )


def _left(event: Event) -> int | None:
    """The group that the ticket was moved out of: its people see it vanish from their lists."""
    groups = event.changes.get("group")
    return groups[0] if isinstance(groups, list) and groups[0] != event.ticket.group_id else None
