"""From a row of the ledger and what the database knows to the values that the rules look at."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.utils import timezone

from postroom.channels.verify import is_verify
from postroom.configuration import Configuration
from postroom.intake.decision import ChannelFacts, Decision, Facts, KnownArticle, KnownTicket
from postroom.intake.lookup import Known, participants, references_of
from postroom.mail.crypto.values import Opened
from postroom.mail.outside.read import fault_of, issue_of, keys_of
from postroom.mail.values import Address, InboundMail
from postroom.models import Channel, Inbound, SenderKind, Ticket
from postroom.tickets.subjects import numbers_in

NO_SENDER = Address("", "no-sender@invalid")
"""Stands for the customer of mail without a usable From (`.invalid`: RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A stored row with its reading."""

    row: Inbound
    mail: InboundMail
    opened: Opened | None = None
    """What became of its signatures and encryption, where it has any."""


def gather(item: Mail, known: Known, settings: Configuration) -> Facts:
    """Return what the rules may look at. Asks the database only where a stranger names a ticket."""
    mail = item.mail
    sender = known.users.get(mail.from_.email.lower())
    facts = Facts(
        mail=mail,
        received=_received(item),
        channel=_channel(item.row.channel),
        settings=settings,
        own_addresses=known.own_addresses,
        agents=known.agents,
        sender_id=sender.pk if sender else None,
        sender_organisation_id=sender.organisation_id if sender else None,
        is_own=mail.message_id in known.own_ids,
        is_verify=is_verify(mail.header("X-Postroom-Verify")),
        size=item.row.size,
        fault=fault_of(mail),
        issue=issue_of(mail),
        matters=keys_of(mail),
        filters=known.filters,
    )
    return replace(
        facts,
        referenced=_referenced(facts, known),
        numbered=_numbered(facts, known),
        of_matter=_of_matter(facts, known),
    )


def first_decision(facts: Facts) -> Decision:
    """Return what becomes of a mail that no rule speaks about: a ticket of its sender in the channel's group."""
    return Decision(
        customer=usable_sender(facts.mail),
        at=timezone.now(),
        group_id=facts.channel.group_id,
        sender=SenderKind.CUSTOMER,
        may_answer=facts.mail.nature.may_answer,
    )


def usable_sender(mail: InboundMail) -> Address:
    """Return From, else Sender, else Reply-To, else a stand-in that no mail can be sent to."""
    candidates = [mail.from_, *([mail.sender] if mail.sender else []), *mail.reply_to]
    return next((address for address in candidates if "@" in address.email), NO_SENDER)


def _received(item: Mail) -> datetime.datetime:
    now = timezone.now()
    return min(item.row.received_at or item.mail.date or now, now)


def _channel(channel: Channel) -> ChannelFacts:
    return ChannelFacts(
        id=channel.pk,
        group_id=channel.group_id,
        trusted=channel.trusted,
        archive_before=channel.archive_before if channel.archive else None,
        archive_state=channel.archive_state,
    )


def _referenced(facts: Facts, known: Known) -> tuple[KnownArticle, ...]:
    articles = [known.articles[key] for key in references_of(facts.mail) if key in known.articles]
    return tuple(
        KnownArticle(
            ticket=_known_ticket(facts, known.live(article.ticket_id)),
            internal=article.internal,
            automatic=article.pk in known.automatic,
        )
        for article in articles
        if article.ticket_id in known.tickets
    )


def _numbered(facts: Facts, known: Known) -> tuple[KnownTicket, ...]:
    numbers = numbers_in(facts.mail.subject, facts.settings)
    named = [known.by_number[number] for number in numbers if number in known.by_number]
    return tuple(_known_ticket(facts, known.live(ticket.pk)) for ticket in named)


def _of_matter(facts: Facts, known: Known) -> KnownTicket | None:
    ids = [known.matters[matter] for matter in facts.matters if matter in known.matters]
    live = [known.live(ticket_id) for ticket_id in ids if ticket_id in known.tickets]
    return _known_ticket(facts, live[0], takes_part=True) if live else None


def _known_ticket(facts: Facts, ticket: Ticket, *, takes_part: bool = False) -> KnownTicket:
    """`takes_part`: it is known already that the sender has to do with the ticket."""
    sender = facts.from_email
    belongs = takes_part or facts.sender_id == ticket.customer_id or sender in facts.agents
    organisation = ticket.organisation if ticket.organisation_id == facts.sender_organisation_id else None
    return KnownTicket(
        id=ticket.pk,
        number=ticket.number,
        state=ticket.state,
        closed_at=ticket.closed_at,
        follow_up=ticket.group.follow_up,
        follow_up_days=ticket.group.follow_up_days,
        # Whichever of their addresses the customer writes from, it is the customer.
        customer_email=sender if facts.sender_id == ticket.customer_id else ticket.customer.email.lower(),
        shared_organisation_id=organisation.pk if organisation and organisation.shared else None,
        participants=participants(ticket, sender) if sender and not belongs else frozenset(),
    )
