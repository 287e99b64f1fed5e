"""Who looks at a ticket or writes in it, on whatever machine: rows in the database, written seldom.

An open page says every ten seconds that it is still there. Coming, leaving, and beginning to write are written down and
announced at once; that somebody is still there is remembered in the process and written for all of them together.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from postroom.live.announcing import announce
from postroom.live.news import News, Touched
from postroom.models import Presence, Ticket, User

BEAT = 10.0
"""Seconds between two signs of life of a page (presence.js)."""
_TOGETHER = 5.0
"""Seconds over which signs of life are gathered."""
GONE = datetime.timedelta(seconds=25)
"""Whoever gave none for so long is gone: two beats, and the gathering."""


_REFRESH = """
UPDATE postroom_presence AS mine SET seen_at = %s, writing = given.writing
  FROM unnest(%s::bigint[], %s::bigint[], %s::boolean[]) AS given (ticket, person, writing)
 WHERE mine.ticket_id = given.ticket AND mine.user_id = given.person
RETURNING mine.ticket_id, mine.user_id
"""


class _Beats:
    """What this process knows of who is there; shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[int, int], tuple[bool, float]] = {}
        self._waiting: dict[tuple[int, int], bool] = {}
        self._written = 0.0

    def is_news(self, key: tuple[int, int], *, writing: bool) -> bool:
        """Remember a sign of life; return whether it says something that was not known."""
        now = time.monotonic()
        with self._lock:
            known = self._known.get(key)
            self._known[key] = (writing, now)
            self._known = {k: v for k, v in self._known.items() if now - v[1] < GONE.total_seconds()}
            new = known is None or known[0] != writing or now - known[1] > GONE.total_seconds()
            if not new:
                self._waiting[key] = writing
            return new

    def forget(self, key: tuple[int, int]) -> None:
        """Whoever comes back comes anew."""
        with self._lock:
            self._known.pop(key, None)
            self._waiting.pop(key, None)

    def due(self) -> dict[tuple[int, int], bool]:
        """Return the signs of life that are to be written now, from time to time."""
        with self._lock:
            if time.monotonic() - self._written < _TOGETHER:
                return {}
            self._written = time.monotonic()
            due, self._waiting = self._waiting, {}
            return due


_beats = _Beats()


def here(user: User, ticket: Ticket, *, writing: bool) -> None:
    """Note that `user` looks at `ticket`, or writes in it."""
    if _beats.is_news((ticket.pk, user.pk), writing=writing):
        _come(user, ticket, writing=writing)
    due = _beats.due()
    if due:
        _write(due)


def leave(user: User, ticket: Ticket) -> None:
    """Note that `user` is not there any more."""
    _beats.forget((ticket.pk, user.pk))
    with transaction.atomic():
        gone, _rows = Presence.objects.filter(user=user, ticket=ticket).delete()
        if gone:
            announce(News(present=frozenset({Touched(ticket.pk, ticket.group_id, user.pk)})))


def others(user: User, tickets: Iterable[int]) -> list[Presence]:
    """Return who else is at these tickets now, those who write first. One statement."""
    now_there = Presence.objects.filter(ticket__in=tickets, seen_at__gt=timezone.now() - GONE)
    return list(now_there.exclude(user=user).select_related("user").order_by("-writing", "user__name", "user_id"))


def forget_absent() -> int:
    """Forget whoever left without a word, as when a browser crashes, and announce it; return how many they were."""
    with transaction.atomic():
        old = Presence.objects.select_for_update(skip_locked=True, of=("self",)).select_related("ticket")
        gone = list(old.filter(seen_at__lt=timezone.now() - GONE))
        if gone:
            Presence.objects.filter(pk__in=[row.pk for row in gone]).delete()
            announce(News(present=frozenset(Touched(row.ticket_id, row.ticket.group_id, row.user_id) for row in gone)))
    return len(gone)


def _come(user: User, ticket: Ticket, *, writing: bool) -> None:
    now = timezone.now()
    mine = Presence.objects.filter(user=user, ticket=ticket)
    with transaction.atomic():
        if mine.filter(writing=writing, seen_at__gt=now - GONE).update(seen_at=now):
            return
        Presence.objects.bulk_create(
            [Presence(user=user, ticket=ticket, writing=writing, seen_at=now)],
            update_conflicts=True,
            unique_fields=["ticket", "user"],
            update_fields=["writing", "seen_at"],
        )
        announce(News(present=frozenset({Touched(ticket.pk, ticket.group_id, user.pk)})))


def _write(due: dict[tuple[int, int], bool]) -> None:
    """Refresh the rows; whoever has none any more (another of their tabs left, the ticket is gone) comes anew."""
    keys = sorted(due)
    tickets, people = [ticket for ticket, _ in keys], [user for _, user in keys]
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, [timezone.now(), tickets, people, [due[key] for key in keys]])
        there = set(cursor.fetchall())
    for key in set(keys) - there:
        _beats.forget(key)
