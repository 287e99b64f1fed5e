"""The verb that calls a ticket spam: tagged, closed, and nothing of its sender any more."""

from __future__ import annotations

from typing import Any

from postroom.models import EmailAddress, Ticket, TicketState, Undoable, UndoKind, User
from postroom.tickets.access import is_administrator, is_agent
from postroom.tickets.act import Act
from postroom.tickets.blocking import block_senders
from postroom.tickets.changing import change
from postroom.tickets.undoables import remember
from postroom.tickets.undoing import changed, stored

TAG = "spam"


def mark_as_spam(act: Act, ticket: Ticket, by: User, *, block: bool = True) -> Undoable:
    """Tag and close the ticket, without a word to anybody, and block its sender. Locked.

    Blocked are customers only: never somebody who works here, and never an address of our own. Raises ChangeRefused
    where the ticket cannot be changed.
    """
    quietly, closed_before = act.but(silent=True), ticket.closed_at
    done = change(quietly, ticket, state=TicketState.CLOSED, tags=[*ticket.tags, TAG])
    address = ticket.customer.email.lower()
    blocked = address if block and may_block(ticket.customer) and block_senders([address]) else ""
    payload: dict[str, Any] = {"tickets": [stored(changed(ticket, done, closed_before))], "blocked": blocked}
    return remember(by, UndoKind.SPAM, payload)


def may_block(customer: User) -> bool:
    """Whether mail of this person may be refused for good."""
    works_here = is_agent(customer) or is_administrator(customer)
    return not works_here and not EmailAddress.objects.filter(email__iexact=customer.email).exists()
