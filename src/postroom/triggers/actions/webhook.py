"""Call a webhook: `{"action": "webhook", "url": "https://..."}`; the call is made by a job, with retries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postroom.enqueue import CALL_WEBHOOK, enqueue
from postroom.models import Article, Ticket, WebhookCall
from postroom.triggers.occasion import Occasion


def perform(occasion: Occasion, action: Mapping[str, Any]) -> None:
    """Write down what to send, as things are now, and enqueue the call."""
    occasion.act.new.flush()
    event = occasion.event
    payload = {"event": event.kind, "ticket": _ticket(event.ticket), "article": _article(event.article)}
    call = WebhookCall.objects.create(trigger=occasion.trigger, event=event, url=action["url"], payload=payload)
    enqueue(CALL_WEBHOOK, call_id=call.pk)


def _ticket(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": ticket.pk,
        "number": ticket.number,
        "title": ticket.title,
        "state": ticket.state,
        "priority": ticket.priority,
        "group": ticket.group.name,
        "owner": ticket.owner.email if ticket.owner else None,
        "customer": ticket.customer.email,
        "tags": ticket.tags,
        "created_at": ticket.created_at.isoformat(),
    }


def _article(article: Article | None) -> dict[str, Any] | None:
    if article is None:
        return None
    return {
        "id": article.pk,
        "sender": article.sender,
        "from": article.from_header,
        "to": article.to_header,
        "subject": article.subject,
        "text": article.body_text[:50_000],
        "internal": article.internal,
    }
