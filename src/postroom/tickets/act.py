"""Who does something, by which way and why: the first argument of every verb."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.db import transaction
from django.utils import timezone

from postroom.enqueue import DELIVER, INDEX, RUN_TRIGGERS, Work, enqueue_together
from postroom.live.announcing import announce
from postroom.models import Article, Event, EventKind, Ticket, User
from postroom.sentences import made_of
from postroom.tickets.rows import NewRows
from postroom.tickets.telling import news_of

_SEARCHED = frozenset(("title", "customer", "tags"))
"""Attributes of a ticket whose words are searched."""


@dataclass(frozen=True, slots=True)
class Act:
    """One person's or mail's doing. Its new rows are written together when the transaction ends.

    `silent`: nothing follows from it by itself - no triggers, no notifications (archived mail). `at`: when it counts
    as done. `depth`: how many triggers stand between it and a person or a mail.
    """

    by: User | None
    via: str
    reason: str = ""
    at: datetime.datetime = field(default_factory=timezone.now)
    silent: bool = False
    depth: int = 0
    new: NewRows = field(default_factory=NewRows)
    events: list[Event] = field(default_factory=list)
    hold: datetime.datetime | None = None
    """Until then it can be undone: triggers run only after it."""
    outboxes: set[tuple[int, datetime.datetime | None]] = field(default_factory=set)
    """Channels whose outbox holds something new, and from when on it may leave."""

    def but(self, **changes: Any) -> Self:
        """Return the same doing with other attributes, writing into the same rows, events and outboxes."""
        return replace(self, **changes)

    def record(
        self, ticket: Ticket, kind: EventKind, *, article: Article | None = None, changes: dict[str, Any] | None = None
    ) -> None:
        """Note what was done to `ticket`."""
        event = Event(
            ticket=ticket,
            article=article,
            kind=kind,
            actor=self.by,
            via=self.via,
            reason=self.reason,
            reason_made_of=made_of(self.reason),
            changes=changes or {},
            depth=self.depth,
            # What a trigger does starts no further triggers: two that answer each other would never end.
            triggers_pending=not self.silent and self.depth == 0,
            search_pending=_is_searched(kind, article, changes or {}),
            not_before=self.hold,
            created_at=self.at,
        )
        self.events.append(event)
        self.new.add(event)


@contextmanager
def acting(
    by: User | None,
    via: str,
    reason: str = "",
    *,
    at: datetime.datetime | None = None,
    silent: bool = False,
    depth: int = 0,
) -> Iterator[Act]:
    """Open a transaction for one doing; at its end write its rows and enqueue what follows: triggers, sending."""
    with transaction.atomic():
        act = Act(by, via, reason, at or timezone.now(), silent, depth)
        yield act
        _finish(act)


def _is_searched(kind: EventKind, article: Article | None, changes: dict[str, Any]) -> bool:
    """Whether it changes words that are searched, or in which ticket they stand."""
    if kind == EventKind.CHANGED:
        return not _SEARCHED.isdisjoint(changes)
    return article is not None or kind in (EventKind.MERGED, EventKind.MOVED, EventKind.UNDONE)


def _finish(act: Act) -> None:
    act.new.flush()
    announce(news_of(act.events))
    enqueue_together(list(_following(act)))


def _following(act: Act) -> Iterator[Work]:
    pending = [event for event in act.events if event.triggers_pending]
    for hold in dict.fromkeys(event.not_before for event in pending):
        yield Work(RUN_TRIGGERS, {"event_ids": [event.pk for event in pending if event.not_before == hold]}, hold)
    if any(event.search_pending for event in act.events):
        yield Work(INDEX)
    for channel_id, not_before in act.outboxes:
        yield Work(DELIVER, {"channel_id": channel_id}, not_before)
