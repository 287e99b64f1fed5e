"""What a trigger's conditions can ask about an event."""

from __future__ import annotations

from typing import Any

from postroom.models import Article, Event


def values_of(event: Event) -> dict[str, Any]:
    """Return the values of `event`, its ticket, customer and article by the names of `conditions.fields`."""
    ticket, customer = event.ticket, event.ticket.customer
    return {
        "event.kind": event.kind,
        "ticket.title": ticket.title,
        "ticket.number": ticket.number,
        "ticket.group": ticket.group_id,
        "ticket.owner": ticket.owner_id,
        "ticket.state": ticket.state,
        "ticket.priority": ticket.priority,
        "ticket.tags": ticket.tags,
        "ticket.created_at": ticket.created_at,
        "ticket.updated_at": ticket.updated_at,
        "ticket.closed_at": ticket.closed_at,
        "ticket.pending_until": ticket.pending_until,
        "customer.email": customer.email,
        "customer.name": customer.name,
        "customer.organisation": ticket.organisation.name if ticket.organisation else "",
        **{f"changed.{name}": True for name in event.changes},
        **{f"before.{name}": change[0] for name, change in event.changes.items() if isinstance(change, list)},
        **_article_values(event.article),
    }


def _article_values(article: Article | None) -> dict[str, Any]:
    if article is None:
        return {}
    return {
        "article.sender": article.sender,
        "article.kind": article.kind,
        "article.internal": article.internal,
        "article.from": article.from_header,
        "article.to": [article.to_header, article.cc_header],
        "article.subject": article.subject,
        "article.body": article.body_text,
        "article.nature": article.nature,
    }
