"""Saying in the history of tickets that their customer became somebody else."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from postroom.enqueue import INDEX, enqueue
from postroom.models import Event, EventKind, User
from postroom.sentences import Sentence, made_of


def note_in_tickets(by: User, tickets: Collection[int], said: Sentence) -> None:
    """Write it down in every one of these tickets, and let them be found by the names they show now."""
    now = timezone.now()
    Event.objects.bulk_create(
        Event(
            ticket_id=pk,
            kind=EventKind.CHANGED,
            actor=by,
            via="web",
            reason=said,
            reason_made_of=made_of(said),
            search_pending=True,
            created_at=now,
        )
        for pk in tickets
    )
    if tickets:
        enqueue(INDEX)
