"""The verb that opens a ticket."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from postroom.models import Article, EventKind, Group, Hint, Priority, SenderKind, Ticket, TicketState, User
from postroom.models.tickets import PENDING_STATES
from postroom.tickets.act import Act
from postroom.tickets.articles import write_article
from postroom.tickets.drafts import ArticleDraft
from postroom.tickets.numbers import Identity, next_identity


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """A ticket before it has a number."""

    title: str
    group: Group
    customer: User
    state: TicketState = TicketState.NEW
    owner: User | None = None
    priority: Priority = Priority.NORMAL
    tags: tuple[str, ...] = ()
    pending_until: datetime.datetime | None = None
    hint: Hint | None = None
    hinted_ticket: Ticket | None = None
    identity: Identity | None = None
    """Given by who opens many at once; else the next one."""


def open_ticket(act: Act, draft: TicketDraft, article: ArticleDraft) -> tuple[Ticket, Article]:
    """Open a ticket with its first article."""
    identity = draft.identity or next_identity()
    ticket = Ticket(
        pk=identity.pk,
        number=identity.number,
        title=draft.title.replace("\0", "").strip(),
        group=draft.group,
        owner=draft.owner,
        customer=draft.customer,
        organisation_id=draft.customer.organisation_id,
        state=draft.state,
        pending_until=draft.pending_until if draft.state in PENDING_STATES else None,
        priority=draft.priority,
        tags=sorted(set(draft.tags)),
        hint=draft.hint or "",
        hinted_ticket=draft.hinted_ticket,
        created_by=act.by,
        created_at=act.at,
        updated_at=act.at,
        closed_at=act.at if draft.state == TicketState.CLOSED else None,
        last_customer_contact_at=act.at if article.sender == SenderKind.CUSTOMER else None,
        last_agent_contact_at=act.at if article.sender == SenderKind.AGENT else None,
        article_count=1,
    )
    act.new.add(ticket)
    written = write_article(act, ticket, article)
    act.record(ticket, EventKind.OPENED, article=written)
    return ticket, written
