"""Doing what the rules decided, by the verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from postroom.configuration import Configuration
from postroom.intake.article import article_of, is_too_large
from postroom.intake.decision import Decision, Said
from postroom.intake.facts import Mail, first_decision, gather, usable_sender
from postroom.intake.filters.load import groups_of, owners_of
from postroom.intake.lookup import Known
from postroom.intake.refusals import tell_too_large
from postroom.intake.rules import decide
from postroom.mail.values import Address, BounceClass
from postroom.models import Blob, Group, InboundState, Outcome, OutsideReference, Ticket, TicketState, User
from postroom.people.customers import customers
from postroom.people.undeliverable import mark
from postroom.tickets.access import may_own, remember_rights
from postroom.tickets.act import Act
from postroom.tickets.changing import ChangeRefused, change
from postroom.tickets.numbers import Identity, next_identities
from postroom.tickets.opening import TicketDraft, open_ticket
from postroom.tickets.receiving import receive
from postroom.tickets.subjects import bare


@dataclass(slots=True)
class Stock:
    """What a batch needs, taken at once before the first verb."""

    groups: dict[int, Group]
    owners: dict[int | None, User]
    """Whom a filter may give a ticket to, with what they may do."""
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
        groups=Group.objects.in_bulk({item.row.channel.group_id for item in mails} | groups_of(known.filters)),
        owners=_owners(owners_of(known.filters)),
        digests={digest: digest for digest in digests},
        identities=next_identities(len(mails)),
    )


def _owners(ids: set[int]) -> dict[int | None, User]:
    if not ids:
        return {}
    owners: dict[int | None, User] = {user.pk: user for user in User.objects.filter(pk__in=ids)}
    for owner in owners.values():
        remember_rights(owner)
    return owners


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
        change_as_wished(doing, item, ticket, decision.change, stock)
        item.row.outcome = Outcome.FOLLOW_UP
    else:
        ticket, article = open_ticket(doing, _ticket(item, decision, known, stock, settings), draft)
        item.row.outcome = Outcome.TICKET
    item.row.ticket, item.row.article = ticket, article
    known.add(ticket, article)
    _note_matters(act, ticket, decision, known)
    if decision.follow_up_of is not None:
        _mark_undeliverable(item, decision)
    if is_too_large(item, settings.size_limit) and settings.tell_sender_too_large:
        tell_too_large(doing, ticket, article, item.row.size, settings)


def change_as_wished(act: Act, item: Mail, ticket: Ticket, wishes: Mapping[str, Any], stock: Stock) -> None:
    """Change a ticket that is there as the rules want; what the verb refuses is said in the trace."""
    wanted = dict(wishes)
    if not wanted:
        return
    if "tags" in wanted:
        wanted["tags"] = sorted({*ticket.tags, *wanted["tags"]})
    group, owner = stock.groups.get(wanted.pop("group_id", 0)), stock.owners.get(wanted.pop("owner_id", None))
    wanted |= {name: value for name, value in (("group", group), ("owner", owner)) if value is not None}
    if "customer" in wanted:
        wanted["customer"] = customers({wanted["customer"].email: wanted["customer"].name}).popitem()[1]
    try:
        change(act, ticket, **wanted)
    except ChangeRefused as refused:
        item.row.trace.append(Said("change", False, refused.sentence).stored())


def _note_matters(act: Act, ticket: Ticket, decision: Decision, known: Known) -> None:
    """Let later mails about the same fault or issue find this ticket."""
    for system, key in decision.matters:
        if known.matters.get((system, key)) != ticket.pk:
            known.matters[system, key] = ticket.pk
            act.new.add(OutsideReference(ticket=ticket, system=system, key=key))


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
    group = stock.groups.get(decision.group_id) or stock.groups[item.row.channel.group_id]
    title = wanted.pop("title", "") or bare(item.mail.subject, settings) or _("(no subject)")
    owner = stock.owners.get(wanted.pop("owner_id", None))
    return TicketDraft(
        title=title,
        owner=owner if owner is not None and may_own(owner, group) else None,
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
