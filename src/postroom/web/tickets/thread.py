"""What the ticket page shows, gathered in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from postroom.mail.fold import FoldedHtml, fold_text
from postroom.models import Article, Event, Outbound, Ticket, User
from postroom.tickets.access import visible_tickets

_OTHERS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One article with what belongs to it."""

    article: Article
    attachments: list[dict[str, Any]]
    outbound: list[Outbound]
    frame_url: str
    folded: FoldedHtml | None


def rows_of(ticket: Ticket) -> list[Row]:
    """Return the thread, oldest first. Three statements, however long it is."""
    articles = list(ticket.articles.prefetch_related("attachments"))
    outbound = _outbound(articles)
    return [_row(article, outbound[article.pk]) for article in articles]


def others_of(ticket: Ticket, user: User) -> list[Ticket]:
    """Return the customer's other tickets that `user` may read, newest first."""
    others = visible_tickets(user).filter(customer=ticket.customer).exclude(pk=ticket.pk)
    return list(others.order_by("-created_at")[:_OTHERS])


def history_of(ticket: Ticket) -> list[Event]:
    """Return the ticket's history, newest first."""
    return list(ticket.events.select_related("actor", "article").order_by("-created_at", "-pk")[:200])


def _outbound(articles: list[Article]) -> dict[int, list[Outbound]]:
    found: dict[int, list[Outbound]] = defaultdict(list)
    for outbound in Outbound.objects.filter(article__in=articles).order_by("pk"):
        if outbound.article_id is not None:
            found[outbound.article_id].append(outbound)
    return found


def _row(article: Article, outbound: list[Outbound]) -> Row:
    return Row(
        article=article,
        attachments=[
            {
                "filename": attachment.filename,
                "size": attachment.size,
                "content_type": attachment.content_type,
                "url": reverse("attachment", args=[attachment.pk]),
            }
            for attachment in article.attachments.all()
            if not attachment.inline
        ],
        outbound=outbound,
        frame_url=reverse("article_body", args=[article.pk]) if article.body_html else "",
        folded=None if article.body_html else fold_text(article.body_text),
    )
