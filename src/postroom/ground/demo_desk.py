"""The demo's second mailbox, connected already by its password, and what agents have done with its mail so far."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from postroom.ground.demo_words import MACROS, OVERVIEWS, TEXT_MODULES, WORK, Work
from postroom.intake.poll import poll
from postroom.intake.process import process
from postroom.mail.values import Address
from postroom.models import (
    AfterImport,
    Article,
    Channel,
    EmailAddress,
    Group,
    GroupAccess,
    Inbound,
    Level,
    Macro,
    Organisation,
    Role,
    Signature,
    StoredOverview,
    TextModule,
    Ticket,
    TicketState,
    User,
)
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from postroom.tickets.noting import note
from postroom.tickets.replying import MailDraft, reply

_SIGNATURE = "<p>#{agent.name}<br>Fjordhandel · Harbour Street 4 · Bergen</p>"
_REMINDER = datetime.timedelta(days=2)


def furnish(told: dict[str, Any], administrator: User, agent: User) -> None:
    """Connect the mailbox, take its mail in and work on it; `told` are the practice servers' addresses."""
    with transaction.atomic():
        channel = _channel(told)
        _shelves(channel.group)
    poll(channel.pk)
    process(list(Inbound.objects.filter(channel=channel).values_list("pk", flat=True)))
    _as_old_as_its_mail(channel)
    for work in WORK:
        _work(agent if work.mine or work.answer else administrator, work)


def _channel(told: dict[str, Any]) -> Channel:
    email = str(told["google_user"])
    group = Group.objects.create(
        name="Fjordhandel", signature=Signature.objects.create(name="Fjordhandel", body=_SIGNATURE)
    )
    GroupAccess.objects.create(group=group, role=Role.objects.get(is_agent=True), levels=[Level.FULL])
    server = {"verify_certificate": True, "user": email}
    into = {"protocol": "imap", "host": told["imap_host"], "port": told["gmail_imap_port"], "security": "tls"}
    out = {"protocol": "smtp", "host": told["smtp_host"], "port": told["gmail_smtp_port"], "security": "starttls"}
    channel = Channel.objects.create(
        kind="mail",
        name=email,
        group=group,
        inbound={**into, **server},
        outbound={**out, **server},
        inbound_secret=told["google_app_password"],
        outbound_secret=told["google_app_password"],
        after_import=AfterImport.MARK_READ,
    )
    group.email_address = EmailAddress.objects.create(name="Fjordhandel", email=email, channel=channel)
    group.save()
    return channel


def _shelves(group: Group) -> None:
    """What agents find ready: texts, macros, overviews, and an organisation whose people are known by their domain."""
    for name, german, keyword, body in TEXT_MODULES:
        TextModule.objects.create(name=name, names={"de": german}, keyword=keyword, body=body)
    for name, after, actions in MACROS:
        Macro.objects.create(name=name, after=after, actions=actions)
    for position, (name, conditions) in enumerate(OVERVIEWS):
        overview = StoredOverview.objects.create(name=name, position=position, conditions=conditions)
        overview.groups.add(group)
    Organisation.objects.create(name="Whitfield Gardens", domains=["whitfield-gardens.example"])
    Organisation.objects.create(name="Stadtwerke Falkenau", domains=["stadtwerke-falkenau.example"])


def _as_old_as_its_mail(channel: Channel) -> None:
    """Date the tickets back: the demo takes in the mail of three days within a second."""
    for ticket in Ticket.objects.filter(group=channel.group):
        dates = [row.received_at for row in Inbound.objects.filter(ticket=ticket) if row.received_at]
        if dates:
            then = {"created_at": min(dates), "last_customer_contact_at": max(dates), "updated_at": max(dates)}
            Ticket.objects.filter(pk=ticket.pk).update(**then)


def _work(agent: User, work: Work) -> None:
    ticket = Ticket.objects.get(title=work.title)
    if work.note:
        with acting(agent, "web") as act:
            note(act, locked(ticket.pk), work.note)
    if work.answer:
        with acting(agent, "web") as act:
            reply(act, locked(ticket.pk), _answer(ticket, work.answer))
    with acting(agent, "web") as act:
        change(act, locked(ticket.pk), **_wanted(agent, work))


def _answer(ticket: Ticket, text: str) -> MailDraft:
    first = Article.objects.filter(ticket=ticket).earliest("pk")
    to = Address(ticket.customer.name, ticket.customer.email)
    return MailDraft((to,), f"RE: {ticket.title} [Ticket#{ticket.number}]", text, answers=first)


def _wanted(agent: User, work: Work) -> dict[str, Any]:
    wanted = dict(work.changes)
    if work.mine:
        wanted["owner"] = agent
    if wanted.get("state") == TicketState.PENDING_REMINDER:
        wanted["pending_until"] = timezone.now() + _REMINDER
    return wanted
