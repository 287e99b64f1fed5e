"""Send a mail: `{"action": "mail", "to": ["customer", "owner", "group", "a@b.example"], "subject": ..., "body": ...}`.

`body` is HTML with variables. To the customer it goes as an article of the ticket; to agents as a notification.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import override

from postroom.configuration import configuration
from postroom.mail.html_text import html_to_mail_text
from postroom.mail.values import Address
from postroom.models import Event, EventKind, Ticket, User
from postroom.sentences import sentence as _
from postroom.tickets.access import possible_owners
from postroom.tickets.automatic import Gate, send_automatically
from postroom.tickets.informing.choices import wants_no_mail
from postroom.tickets.informing.concerns import kind_for_owner
from postroom.tickets.notifying import notice
from postroom.tickets.replying import MailDraft
from postroom.tickets.subjects import for_sending
from postroom.tickets.variables import Context, fill_html, fill_text
from postroom.triggers.occasion import Occasion


def perform(occasion: Occasion, action: Mapping[str, Any]) -> None:
    """Put the mail in the outbox, once a recipient; where none may go, the reason stands in the history."""
    event = occasion.event
    for user, address in _recipients(event.ticket, action["to"]):
        if user is None or user.pk == event.ticket.customer_id:
            _write_to(occasion, user, address, action)
        elif user.pk != event.actor_id:
            # Nobody needs a mail about what they did themselves.
            _notify(occasion, user, action)


def _notify(occasion: Occasion, user: User, action: Mapping[str, Any]) -> None:
    """Write to a person who works here, unless they want no mail of this; their own notices leave it out then."""
    event = occasion.event
    kind = kind_for_owner(event) if user.pk == event.ticket.owner_id else None
    if kind is not None and wants_no_mail(user, kind):
        return
    occasion.told.add((event.pk, user.pk))
    subject, html = _filled(event, user, action)
    mail = notice(user.email, subject, html_to_mail_text(html), event.ticket.group.email_address)
    if mail and mail.email_address and (channel_id := mail.email_address.channel_id):
        occasion.act.new.add(mail)
        occasion.act.outboxes.add((channel_id, None))


def _write_to(occasion: Occasion, user: User | None, address: Address, action: Mapping[str, Any]) -> None:
    act, event = occasion.act, occasion.event
    answers = event.article if event.article and event.article.message_id else None
    gate = _gate(occasion, address)
    # Asked before the mail is made: of what comes in by night, most must not be answered.
    reason = gate.why_not(event.ticket, (address,), answers)
    if reason is None:
        subject, html = _filled(event, user, action)
        draft = MailDraft((address,), subject, html_to_mail_text(html), html, answers=answers, auto=True)
        reason = send_automatically(act, event.ticket, draft, gate)
    if reason is not None:
        said = _("%(trigger)s: %(reason)s", trigger=act.reason, reason=reason)
        act.but(reason=said).record(event.ticket, EventKind.DELIVERY)


def _gate(occasion: Occasion, address: Address) -> Gate:
    """The batch's gate knows its customers; whoever else is written to is looked up."""
    return occasion.gate if address.email == occasion.ticket.customer.email else Gate.open([address.email])


def _filled(event: Event, user: User | None, action: Mapping[str, Any]) -> tuple[str, str]:
    """Return subject and HTML, dates and states in the reader's language."""
    settings = configuration()
    context = Context(event.ticket, event.article)
    with override((user.language if user else "") or settings.default_language):
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
