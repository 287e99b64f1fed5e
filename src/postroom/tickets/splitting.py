"""The verb that makes a ticket of its own from one message of another."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.models import Article, EventKind, SenderKind, Ticket, TicketState
from postroom.tickets.act import Act
from postroom.tickets.linking import link
from postroom.tickets.numbers import next_identity


class SplitRefused(ValueError):  # named like the verbs' other refusals
    """A split that makes no sense; its text is a sentence for the person who asked."""


def split(act: Act, ticket: Ticket, article: Article, title: str) -> Ticket:
    """Move `article` with its files and mails into a new ticket of the same group, and link the two. Locked.

    Raises SplitRefused, with nothing changed.
    """
    if article.ticket_id != ticket.pk:
        raise SplitRefused(_("This message is not in this ticket any more."))
    if ticket.state == TicketState.MERGED or ticket.article_count < 2:
        raise SplitRefused(_("It is the only message of this ticket."))
    if not title.strip():
        raise SplitRefused(_("A ticket needs a title."))
    made = _new(act, ticket, article, title)
    Article.objects.filter(pk=article.pk).update(ticket=made)
    ticket.article_count -= 1
    ticket.updated_at = act.at
    ticket.save(update_fields=["article_count", "updated_at"])
    # Nothing new was said: who was told of the message is not told again.
    quietly = act.but(silent=True)
    quietly.record(made, EventKind.MOVED, article=article, changes={"from": ticket.number})
    quietly.record(ticket, EventKind.MOVED, changes={"into": made.number})
    link(quietly, ticket, made)
    return made


def _new(act: Act, ticket: Ticket, article: Article, title: str) -> Ticket:
    identity = next_identity()
    spoke = {SenderKind.CUSTOMER: "last_customer_contact_at", SenderKind.AGENT: "last_agent_contact_at"}
    contact = spoke.get(SenderKind(article.sender))
    return Ticket.objects.create(
        pk=identity.pk,
        number=identity.number,
        title=title.replace("\0", "").strip(),
        group=ticket.group,
        owner=ticket.owner,
        customer=ticket.customer,
        organisation_id=ticket.organisation_id,
        state=TicketState.OPEN,
        priority=ticket.priority,
        tags=ticket.tags,
        created_by=act.by,
        created_at=act.at,
        updated_at=act.at,
        article_count=1,
        **({contact: article.created_at} if contact else {}),
    )
