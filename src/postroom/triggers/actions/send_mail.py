"""Send a mail: `{"action": "mail", "to": ["customer", "owner", "group", "a@b.example"], "subject": ..., "body": ...}`.

`body` is HTML with variables. To the customer it goes as an article of the ticket; to agents as a notification.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import override

from postroom.configuration import configuration
from postroom.mail.html_text import html_to_text
from postroom.mail.values import Address
from postroom.models import Event, EventKind, Ticket, User
from postroom.sentences import sentence as _
from postroom.tickets.access import possible_owners
from postroom.tickets.automatic import Gate, send_automatically
from postroom.tickets.notifying import notify
from postroom.tickets.replying import MailDraft
from postroom.tickets.subjects import for_sending
from postroom.tickets.variables import Context, fill_html, fill_text
from postroom.triggers.occasion import Occasion


def perform(occasion: Occasion, action: Mapping[str, Any]) -> None:
    """Put the mail in the outbox, once a recipient; where none may go, the reason stands in the history."""
    act, event = occasion.act, occasion.event
    for user, address in _recipients(event.ticket, action["to"]):
        if user is not None and user.pk == event.actor_id and user.pk != event.ticket.customer_id:
            # Nobody needs a mail about what they did themselves.
            continue
        with override((user.language if user else "") or configuration().default_language):
            subject, html = _filled(event, action)
        if user is not None and user.pk != event.ticket.customer_id:
            notify(user.email, subject, html_to_text(html), event.ticket.group.email_address)
            continue
        reason = send_automatically(act, event.ticket, _draft(event, address, subject, html), _gate(occasion, address))
        if reason is not None:
            act.but(reason=_("%(trigger)s: %(reason)s", trigger=act.reason, reason=reason)).record(
                event.ticket, EventKind.DELIVERY
            )


def _gate(occasion: Occasion, address: Address) -> Gate | None:
    """The batch's gate knows its customers; whoever else is written to is looked up."""
    return occasion.gate if address.email == occasion.ticket.customer.email else None


def _draft(event: Event, address: Address, subject: str, html: str) -> MailDraft:
    answers = event.article if event.article and event.article.message_id else None
    return MailDraft((address,), subject, html_to_text(html), html, answers=answers, auto=True)


def _filled(event: Event, action: Mapping[str, Any]) -> tuple[str, str]:
    settings = configuration()
    context = Context(event.ticket, event.article)
    title = fill_text(action["subject"], context)
    return for_sending(title, event.ticket.number, "", settings), fill_html(action["body"], context)


def _recipients(ticket: Ticket, wanted: list[str]) -> Iterator[tuple[User | None, Address]]:
    for name in wanted:
        users = _users(ticket, name)
        if users is None:
            yield None, Address("", name)
            continue
        for user in users:
            yield user, Address(user.name, user.email)


def _users(ticket: Ticket, name: str) -> list[User] | None:
    if name == "customer":
        return [ticket.customer]
    if name == "owner":
        return [ticket.owner] if ticket.owner else []
    if name == "group":
        return list(possible_owners(ticket.group))
    return None
