"""Builds the installation by the verbs and by the intake, as a year of use would."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation

from postroom.channels import health
from postroom.configuration import forget
from postroom.delivery.record import failed_to_send, sent
from postroom.drivers import codes
from postroom.drivers.base import Receipt
from postroom.drivers.errors import RecipientsRefused, SignInRefused, Uncertain
from postroom.mail.values import Address
from postroom.models import (
    Article,
    ArticleKind,
    Blob,
    Channel,
    Direction,
    EmailAddress,
    Group,
    Inbound,
    InboundState,
    Organisation,
    Outbound,
    OutboundState,
    Priority,
    Signature,
    Ticket,
    TicketState,
    Trigger,
    User,
)
from postroom.people.founding import Founding, found
from postroom.search.index import index_waiting
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from postroom.tickets.noting import note
from postroom.tickets.replying import MailDraft, reply
from postroom.triggers.shipped import ship_triggers
from tests.web.showcase import mails
from tests.world import arrive, follow

OURS = "hello@northwind-supply.example"
PASSWORD = "correct horse battery"
CONFIRMATION = 10
"""The place of the shipped automatic reply to new tickets."""
REFUSED = {"owen@pritchard-farm.example": "550 5.1.1 Recipient address rejected: User unknown"}


@dataclass(frozen=True, slots=True)
class Showcase:
    """What the pages are visited for."""

    administrator: User
    channel: Channel
    failing: Channel
    ticket: Ticket
    awkward: list[Ticket]
    uncertain: Outbound
    quarantined: Inbound


def founded(language: str) -> User:
    """Found an installation in which nothing happened yet; return its administrator."""
    forget()
    with translation.override(language):
        founding = Founding(
            language, "Northwind Supply", "https://desk.northwind-supply.example", "Mira Lang",
            "mira@northwind-supply.example", PASSWORD,
        )  # fmt: skip
        administrator = found(founding)
        ship_triggers()
    return administrator


def lived_in(language: str, odd: tuple[mails.Written, ...] = (), crowd: int = 0) -> Showcase:
    """Found an installation and let mail come in, be answered, fail and be `odd`; a `crowd` of mails fills the list."""
    mira = founded(language)
    group = Group.objects.get()
    channel = _channel(group, "Northwind Supply", OURS)
    failing = _failing_channel()
    _people(group)
    ticket = _told_ticket(mira, channel, mails.BIKE if language == "en" else mails.RECHNUNG, language)
    everyday = [_ticket(channel, written) for written in mails.EVERYDAY]
    _worked_on(mira, everyday)
    for ticket_at_work in everyday[2:]:
        _the_rest_left(ticket_at_work)
    awkward = [_ticket(channel, written) for written in odd]
    arrive(channel, *(mails.as_bytes(written, OURS) for written in mails.crowd(crowd)))
    uncertain = _uncertain_answer(mira, everyday[6])
    index_waiting()
    return Showcase(mira, channel, failing, ticket, awkward, uncertain, _quarantined(channel))


def _channel(group: Group, name: str, email: str) -> Channel:
    server = {"host": "mail.northwind-supply.example", "user": email, "verify_certificate": True}
    channel = Channel.objects.create(
        kind="mail",
        name=email,
        group=group,
        inbound={"protocol": "imap", "port": 993, "security": "tls", **server},
        outbound={"protocol": "smtp", "port": 587, "security": "starttls", **server},
        inbound_secret=PASSWORD,
        outbound_secret=PASSWORD,
    )
    group.email_address = EmailAddress.objects.create(name=name, email=email, channel=channel)
    body = "<p>Best regards<br>#{agent.name}</p><p>#{organisation.name} · Harbour Street 4 · Hull</p>"
    group.signature = Signature.objects.create(name=f"Signature {group.name}", body=body)
    group.save()
    health.succeeded(channel, Direction.IN)
    health.succeeded(channel, Direction.OUT)
    return channel


def _failing_channel() -> Channel:
    group = Group.objects.create(name="Accounts / Buchhaltung")
    channel = _channel(group, "Accounts", "accounts@northwind-supply.example")
    words = "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
    for _attempt in range(4):
        health.failed(channel, Direction.IN, SignInRefused(words, code=codes.SIGN_IN_REFUSED))
    return channel


def _people(group: Group) -> None:
    Organisation.objects.create(name="Harbour Cycles", domains=["harbourcycles.example"])
    Organisation.objects.create(name="Möller & Partner", domains=["moeller-partner.example"])
    for name, email in (
        ("Jonas Weber", "jonas"),
        ("Priya Raman", "priya"),
        ("Bartholomäus von und zu Hohenstaufen-Wittelsbach", "bart"),
    ):
        agent = User.objects.create_user(f"{email}@northwind-supply.example", PASSWORD, name=name)
        agent.roles.set(group.access.filter(role__is_agent=True).values_list("role", flat=True))


def _ticket(channel: Channel, written: mails.Written) -> Ticket:
    (row,) = arrive(channel, mails.as_bytes(written, OURS))
    assert row.ticket is not None
    ticket = Ticket.objects.get(pk=row.ticket.pk)
    _aged(ticket, written.minutes)
    return ticket


def _aged(ticket: Ticket, minutes: int) -> None:
    """Let the ticket be as old as its mail says: everything else here happens in one second."""
    then = timezone.now() - datetime.timedelta(minutes=minutes)
    Ticket.objects.filter(pk=ticket.pk).update(created_at=then, updated_at=then, last_customer_contact_at=then)
    ticket.articles.update(created_at=then)


def _told_ticket(mira: User, channel: Channel, written: mails.Written, language: str) -> Ticket:
    """Tell a whole story: question, note, answer, thanks; no automatic reply interrupts it."""
    Trigger.objects.filter(position=CONFIRMATION).update(active=False)
    ticket = _ticket(channel, written)
    Trigger.objects.filter(position=CONFIRMATION).update(active=True)
    note_text, answer, thanks, tag = {
        "en": (
            "Checked with the warehouse: the two long cables are still on the packing table. They leave today.",
            "Hello Nora,\n\nyou are right, and I am sorry: the two long cables stayed behind. They leave today by "
            "express and reach you on Thursday morning.\n\nBest regards\nMira Lang",
            "Perfect, thank you for the quick answer!\n\nNora",
            "delivery",
        ),
        "de": (
            "Mit der Buchhaltung geklärt: Der Artikel war dem falschen Steuersatz zugeordnet. Ist berichtigt.",
            "Guten Tag Herr Dr. Möller,\n\nSie haben recht, der Steuersatz war falsch hinterlegt. Die berichtigte "
            "Rechnung geht heute an Sie.\n\nMit freundlichen Grüßen\nMira Lang",
            "Besten Dank für die schnelle Antwort!\n\nJ.-P. Möller",
            "Rechnung",
        ),
    }[language]
    with acting(mira, "web") as act:
        change(act, locked(ticket.pk), owner=mira, priority=Priority.HIGH, tags=[tag, "express"])
    with acting(mira, "web") as act:
        note(act, locked(ticket.pk), note_text)
    outbound = _answer(mira, ticket, answer)
    _leaves(outbound)
    sent(outbound, Receipt(server_text="250 2.0.0 Ok: queued as 4XK1mZ"), b"")
    now = timezone.now()
    ticket.articles.filter(kind=ArticleKind.NOTE).update(created_at=now - datetime.timedelta(minutes=55))
    ticket.articles.filter(outbound=outbound).update(created_at=now - datetime.timedelta(minutes=40))
    _the_rest_left(ticket)
    back = mails.Written(
        written.sender, f"Re: {written.subject}", thanks, 4, headers=(("In-Reply-To", f"<{outbound.message_id}>"),)
    )
    arrive(channel, mails.as_bytes(back, OURS))
    return Ticket.objects.get(pk=ticket.pk)


def _answer(mira: User, ticket: Ticket, text: str) -> Outbound:
    with acting(mira, "web") as act:
        taken = locked(ticket.pk)
        first = Article.objects.filter(ticket=ticket).earliest("pk")
        to = (Address(taken.customer.name, taken.customer.email),)
        return reply(act, taken, MailDraft(to, f"RE: {taken.title} [Ticket#{taken.number}]", text, answers=first))


def _worked_on(mira: User, tickets: list[Ticket]) -> None:
    soon = timezone.now() + datetime.timedelta(days=2)
    changes: tuple[dict[str, Any], ...] = (
        {"owner": mira, "state": TicketState.OPEN},
        {"owner": mira, "state": TicketState.PENDING_REMINDER, "pending_until": soon},
        {"priority": Priority.HIGH, "tags": ["hardware"]},
        {"priority": Priority.LOW},
        {"state": TicketState.CLOSED},
        {"owner": User.objects.get(email__startswith="jonas"), "state": TicketState.OPEN},
    )
    for ticket, wanted in zip(tickets, changes, strict=False):
        with acting(mira, "web") as act:
            change(act, locked(ticket.pk), **wanted)


def _uncertain_answer(mira: User, ticket: Ticket) -> Outbound:
    refused = _answer(mira, ticket, "We refund the second payment.")
    _leaves(refused)
    failed_to_send(refused, RecipientsRefused(REFUSED))
    uncertain = _answer(mira, ticket, "The refund is on its way.")
    _leaves(uncertain)
    failed_to_send(uncertain, Uncertain("connection reset by peer", code=codes.UNCERTAIN))
    follow()
    assert Outbound.objects.get(pk=uncertain.pk).state == OutboundState.UNCERTAIN
    return uncertain


def _leaves(outbound: Outbound) -> None:
    """Claim the mail as the worker does before it hands it over."""
    now = timezone.now()
    Outbound.objects.filter(pk=outbound.pk).update(
        state=OutboundState.SENDING, attempts=1, claimed_at=now, first_attempt_at=now
    )
    outbound.refresh_from_db()


def _the_rest_left(ticket: Ticket) -> None:
    for waiting in Outbound.objects.filter(article__ticket=ticket, state=OutboundState.WAITING):
        _leaves(waiting)
        sent(waiting, Receipt(server_text="250 2.0.0 Ok"), b"")


def _quarantined(channel: Channel) -> Inbound:
    raw = mails.as_bytes(mails.Written("Odd Sender <odd@sender.example>", "A mail that broke", "Hello", 0), OURS)
    (digest,) = Blob.objects.keep([raw])
    return Inbound.objects.create(
        channel=channel,
        digest=hashlib.sha256(raw).hexdigest(),
        raw_id=digest,
        size=len(raw),
        state=InboundState.QUARANTINED,
        attempts=4,
        error='Traceback (most recent call last):\n  File "parse.py", line 1\nValueError: odd number of everything',
    )
