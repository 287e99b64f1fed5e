"""The verb that adds an incoming message to a ticket."""

from __future__ import annotations

from typing import Any

from postroom.models import Article, EventKind, SenderKind, Ticket, TicketState
from postroom.tickets.act import Act
from postroom.tickets.articles import write_article
from postroom.tickets.drafts import ArticleDraft


def receive(act: Act, ticket: Ticket, draft: ArticleDraft, *, wakes: bool) -> Article:
    """Add `draft` to `ticket`. `wakes`: the ticket opens again unless it is still new (no automatic mail does that)."""
    article = write_article(act, ticket, draft)
    changes = _wake(ticket) if wakes else {}
    if draft.sender == SenderKind.CUSTOMER:
        ticket.last_customer_contact_at = act.at
    ticket.updated_at = max(ticket.updated_at, act.at)
    ticket.article_count += 1
    act.new.change(
        ticket,
        [
            "state",
            "owner",
            "pending_until",
            "closed_at",
            "last_customer_contact_at",
            "updated_at",
            "article_count",
        ],
    )
    act.record(ticket, EventKind.RECEIVED, article=article, changes=changes)
    return article


def _wake(ticket: Ticket) -> dict[str, Any]:
    if ticket.state in (TicketState.NEW, TicketState.OPEN):
        return {}
    changes: dict[str, Any] = {"state": [ticket.state, TicketState.OPEN.value]}
    if ticket.state == TicketState.CLOSED and ticket.owner_id and not ticket.group.keep_owner:
        changes["owner"] = [ticket.owner_id, None]
        ticket.owner = None
    ticket.state = TicketState.OPEN
    ticket.pending_until = None
    ticket.closed_at = None
    return changes
