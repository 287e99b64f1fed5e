"""The verb that takes open tickets from an owner who will not work on them any more."""

from __future__ import annotations

from postroom.models import Ticket, User
from postroom.models.tickets import OPEN_STATES
from postroom.tickets.act import Act
from postroom.tickets.changing import change
from postroom.tickets.locking import locked_many


def open_tickets_of(owner: User) -> int:
    """Return how many open tickets `owner` has."""
    return Ticket.objects.filter(owner=owner, state__in=OPEN_STATES).count()


def release(act: Act, owner: User) -> int:
    """Leave every open ticket of `owner` without one, so that it stands among the unassigned; return how many."""
    wanted = Ticket.objects.filter(owner=owner, state__in=OPEN_STATES).values_list("pk", flat=True)
    # What changed while we waited for the lock is no longer ours to change.
    tickets = [row for row in locked_many(wanted).values() if row.owner_id == owner.pk and row.is_open]
    for ticket in tickets:
        change(act, ticket, owner=None)
    return len(tickets)
