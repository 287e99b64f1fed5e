"""Answer the customer: `{"action": "answer", "body": "<p>...</p>"}`, as the agent who runs a macro would.

`body` is HTML with variables; signature and quote stand below it as in any answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from postroom.mail.editing import own_words
from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_text
from postroom.mail.values import Address
from postroom.models import Article, Ticket, User
from postroom.tickets.composing import quote, reply_subject, signature
from postroom.tickets.replying import MailDraft, reply
from postroom.tickets.variables import Context, fill_html
from postroom.triggers.occasion import Occasion


def perform(occasion: Occasion, action: Mapping[str, Any]) -> None:
    """Put the answer in the outbox.

    Raises ReplyRefused.
    """
    ticket, agent, answered = occasion.ticket, occasion.act.by, occasion.event.article
    with translation.override(ticket.customer.language or translation.get_language()):
        html = make_safe(_html(ticket, agent, answered, action["body"])).html
    customer = Address(ticket.customer.name, ticket.customer.email)
    draft = MailDraft(
        to=(customer,),
        subject=reply_subject(ticket),
        text=html_to_text(html),
        html=html,
        new_text=own_words(html),
        answers=answered,
    )
    reply(occasion.act, ticket, draft)


def _html(ticket: Ticket, agent: User | None, answered: Article | None, body: str) -> str:
    filled = fill_html(body, Context(ticket, answered, agent))
    below = signature(ticket, agent) if agent else ""
    return f"<div>{filled}</div>{below}{quote(answered) if answered else ''}"
