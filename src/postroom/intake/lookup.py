"""What the database knows about a batch of mails, in a fixed number of statements however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import getaddresses

from django.db.models import Q

from postroom.configuration import Configuration
from postroom.intake.filters.load import active_filters
from postroom.intake.filters.values import FilterFacts
from postroom.mail.outside.read import keys_of
from postroom.mail.values import InboundMail
from postroom.models import Article, EmailAddress, Outbound, OutsideReference, Ticket, User
from postroom.people.customers import find
from postroom.tickets.locking import locked_many
from postroom.tickets.merging import live
from postroom.tickets.subjects import numbers_in

_MOST_REFERENCES = 60
"""Of a long thread the nearest are enough, and a hostile mail names thousands."""


@dataclass(slots=True)
class Known:
    """What is known; grows while the batch is processed, so that mails of one batch find each other."""

    own_addresses: frozenset[str]
    own_ids: frozenset[str]
    users: dict[str, User]
    agents: frozenset[str]
    articles: dict[str, Article] = field(default_factory=dict)
    """By Message-ID."""
    tickets: dict[int, Ticket] = field(default_factory=dict)
    """By id, locked: those that are named and those they were merged into."""
    by_number: dict[str, Ticket] = field(default_factory=dict)
    automatic: frozenset[int] = frozenset()
    """Articles of ours that no person wrote."""
    matters: dict[tuple[str, str], int] = field(default_factory=dict)
    """The newest ticket of what other systems' mails are about, by system and key."""
    filters: tuple[FilterFacts, ...] = ()

    def add(self, ticket: Ticket, article: Article) -> None:
        """Let later mails of the batch find what this one became."""
        self.tickets[ticket.pk] = ticket
        self.by_number[ticket.number] = ticket
        self.articles.setdefault(article.message_id, article)

    def names_new(self, mail: InboundMail, settings: Configuration) -> bool:
        """Whether `mail` names a ticket that another mail of this batch opened, so that it is not written yet."""
        named = [self.articles[key].ticket_id for key in references_of(mail) if key in self.articles]
        numbered = [self.by_number[key].pk for key in numbers_in(mail.subject, settings) if key in self.by_number]
        return any(self.tickets[pk]._state.adding for pk in (*named, *numbered) if pk in self.tickets)

    def live(self, ticket_id: int) -> Ticket:
        """Return the ticket that counts: itself, or what it was merged into."""
        target = live(self.tickets[ticket_id])
        return self.tickets.get(target.pk, target)


def references_of(mail: InboundMail) -> list[str]:
    """Return the Message-IDs that `mail` refers to, what bounced first, then the nearest."""
    bounced = [mail.bounce.original_message_id] if mail.bounce and mail.bounce.original_message_id else []
    nearest = [*bounced, *mail.in_reply_to, *reversed(mail.references)]
    return list(dict.fromkeys(nearest))[:_MOST_REFERENCES]


def look_up(mails: list[InboundMail], settings: Configuration) -> Known:
    """Gather what `mails` name: articles, tickets (locked), people, our own addresses."""
    own_addresses = frozenset(email.lower() for email in EmailAddress.objects.values_list("email", flat=True))
    users = find({address.lower() for mail in mails for address in _senders(mail)})
    known = Known(
        own_addresses=own_addresses,
        own_ids=_own_ids(mail.message_id for mail in mails),
        users=users,
        agents=_agents(users),
        articles=_articles({reference for mail in mails for reference in references_of(mail)}),
    )
    known.automatic = _automatic(known.articles.values())
    known.matters = _matters({matter for mail in mails for matter in keys_of(mail)})
    known.filters = active_filters()
    _tickets(known, {number for mail in mails for number in numbers_in(mail.subject, settings)})
    return known


def participants(ticket: Ticket, sender: str) -> frozenset[str]:
    """Return the addresses of the ticket's articles among which `sender` may be; empty where it surely is not."""
    mentions = Q(from_header__icontains=sender) | Q(to_header__icontains=sender) | Q(cc_header__icontains=sender)
    rows = Article.objects.filter(mentions, ticket=ticket).values_list("from_header", "to_header", "cc_header")[:50]
    return frozenset(email.lower() for row in rows for _name, email in getaddresses(list(row)))


def _senders(mail: InboundMail) -> list[str]:
    return [address.email for address in (mail.from_, *mail.reply_to) if address.email]


def _own_ids(message_ids: Iterable[str]) -> frozenset[str]:
    rows = Outbound.objects.filter(message_id__in=list(message_ids))
    return frozenset(rows.values_list("message_id", flat=True))


def _agents(users: Mapping[str, User]) -> frozenset[str]:
    """Return the addresses among these that are agents': their first ones and further ones."""
    working = User.objects.filter(active=True, roles__is_agent=True, roles__active=True)
    agents = set(working.filter(pk__in=[user.pk for user in users.values()]).values_list("pk", flat=True))
    return frozenset(email for email, user in users.items() if user.pk in agents)


def _articles(message_ids: set[str]) -> dict[str, Article]:
    if not message_ids:
        return {}
    rows = Article.objects.filter(message_id__in=message_ids).only(
        "id", "ticket_id", "message_id", "internal", "sender"
    )
    return {article.message_id: article for article in rows.order_by("-id")}


def _automatic(articles: Iterable[Article]) -> frozenset[int]:
    ids = [article.pk for article in articles]
    if not ids:
        return frozenset()
    return frozenset(Outbound.objects.filter(article__in=ids, auto=True).values_list("article_id", flat=True))


def _matters(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    if not wanted:
        return {}
    rows = OutsideReference.objects.filter(key__in=[key for _system, key in wanted]).order_by("id")
    found = {(system, key): ticket_id for system, key, ticket_id in rows.values_list("system", "key", "ticket_id")}
    return {matter: found[matter] for matter in wanted if matter in found}


def _tickets(known: Known, numbers: set[str]) -> None:
    """Lock every ticket that is named, and what those were merged into."""
    named = {article.ticket_id for article in known.articles.values()} | set(known.matters.values())
    if numbers:
        named |= set(Ticket.objects.filter(number__in=numbers).values_list("pk", flat=True))
    if not named:
        return
    merged = Ticket.objects.filter(pk__in=named, merged_into__isnull=False).select_related("merged_into")
    targets = {live(ticket).pk for ticket in merged}
    known.tickets = locked_many(named | targets)
    known.by_number = {ticket.number: ticket for ticket in known.tickets.values()}
