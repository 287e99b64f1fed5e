"""Doing what the rules decided, by the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from postroom.configuration import Configuration
from postroom.intake.article import article_of, is_too_large
from postroom.intake.decision import Decision
from postroom.intake.facts import Mail, first_decision, gather, usable_sender
from postroom.intake.lookup import Known
from postroom.intake.refusals import tell_too_large
from postroom.intake.rules import decide
from postroom.mail.values import Address, BounceClass
from postroom.models import Blob, Group, InboundState, Outcome, TicketState, User
from postroom.people.customers import customers
from postroom.people.undeliverable import mark
from postroom.tickets.act import Act
from postroom.tickets.numbers import Identity, next_identities
from postroom.tickets.opening import TicketDraft, open_ticket
from postroom.tickets.receiving import receive
from postroom.tickets.subjects import bare


@dataclass(slots=True)
class Stock:
    """What a batch needs, taken at once before the first verb."""

    groups: dict[int, Group]
    digests: dict[str, str]
    """Of attachments that are stored already."""
    identities: list[Identity]


def stock(mails: Sequence[Mail], known: Known, settings: Configuration) -> Stock:
    """Store attachments and create senders for all mails at once.

    Always in one order, so that two workers never wait for each other in a circle.
    """
    senders = {usable_sender(item.mail) for item in mails}
    unknown = [sender for sender in senders if sender.email.lower() not in known.own_addresses | set(known.users)]
    known.users.update(customers({sender.email: sender.name for sender in unknown}))
    files = [file for item in mails if not is_too_large(item, settings.size_limit) for file in item.mail.attachments]
    digests = Blob.objects.keep(file.content for file in files)
    return Stock(
        groups=Group.objects.in_bulk({item.row.channel.group_id for item in mails}),
        digests={digest: digest for digest in digests},
        identities=next_identities(len(mails)),
    )


def apply_rules(act: Act, item: Mail, known: Known, stock: Stock, settings: Configuration) -> None:
    """Decide about one mail, do it, and write on its row what became of it and why."""
    if known.names_new(item.mail, settings):
        act.new.flush()
    facts = gather(item, known, settings)
    decision, item.row.trace = decide(facts, first_decision(facts))
    item.row.state = InboundState.PROCESSED
    item.row.message_id = item.mail.message_id.replace("\0", "")
    if decision.ignore:
        item.row.outcome = Outcome.IGNORED
        return
    _write(act, item, decision, known, stock, settings)


def _write(act: Act, item: Mail, decision: Decision, known: Known, stock: Stock, settings: Configuration) -> None:
    author = _user(usable_sender(item.mail), known)
    doing = act.but(by=author, at=decision.at, silent=decision.silent)
    draft = article_of(item, decision, stock.digests, settings.size_limit)
    if decision.follow_up_of is not None:
        ticket = known.tickets[decision.follow_up_of.id]
        article = receive(doing, ticket, draft, wakes=decision.wakes)
        item.row.outcome = Outcome.FOLLOW_UP
    else:
        ticket, article = open_ticket(doing, _ticket(item, decision, known, stock, settings), draft)
        item.row.outcome = Outcome.TICKET
    item.row.ticket, item.row.article = ticket, article
    known.add(ticket, article)
    if decision.follow_up_of is not None:
        _mark_undeliverable(item, decision)
    if is_too_large(item, settings.size_limit) and settings.tell_sender_too_large:
        tell_too_large(doing, ticket, article, item.row.size, settings)


def _mark_undeliverable(item: Mail, decision: Decision) -> None:
    """A bounce of a mail we did send says that an address is wrong; one of a mail we do not know says nothing."""
    if item.mail.bounce is None:
        return
    for recipient in item.mail.bounce.recipients:
        if recipient.permanent and recipient.category is BounceClass.ADDRESS:
            words = recipient.diagnostic or recipient.status or ""
            mark(recipient.original_email or recipient.email, words, decision.at)


def _ticket(item: Mail, decision: Decision, known: Known, stock: Stock, settings: Configuration) -> TicketDraft:
    wanted: dict[str, Any] = {"state": TicketState.NEW, **decision.ticket}
    group = stock.groups.get(decision.group_id) or Group.objects.get(pk=decision.group_id)
    return TicketDraft(
        title=bare(item.mail.subject, settings) or _("(no subject)"),
        group=group,
        customer=_user(decision.customer, known),
        tags=decision.tags,
        hint=decision.hint,
        hinted_ticket=known.tickets[decision.hinted.id] if decision.hinted else None,
        identity=stock.identities.pop(0),
        **wanted,
    )


def _user(address: Address, known: Known) -> User:
    email = address.email.lower()
    if email not in known.users:
        known.users.update(customers({address.email: address.name}))
    return known.users[email]
