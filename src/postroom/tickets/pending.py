"""Pending tickets whose time has come: one is closed, the other is work again."""

from __future__ import annotations

from django.utils import timezone

from postroom.models import Ticket, TicketState
from postroom.models.tickets import PENDING_STATES
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked

_NEXT = {TicketState.PENDING_CLOSE: TicketState.CLOSED, TicketState.PENDING_REMINDER: TicketState.OPEN}
_AT_ONCE = 500


def end_pending() -> int:
    """Move on every pending ticket whose time is over; return how many there were."""
    over = Ticket.objects.filter(state__in=PENDING_STATES, pending_until__lte=timezone.now())
    ids = list(over.order_by("pending_until").values_list("pk", flat=True)[:_AT_ONCE])
    for pk in ids:
        with acting(None, "time", "pending time is over") as act:
            ticket = locked(pk)
            if ticket.state in PENDING_STATES and ticket.pending_until and ticket.pending_until <= act.at:
                change(act, ticket, state=_NEXT[TicketState(ticket.state)])
    return len(ids)
