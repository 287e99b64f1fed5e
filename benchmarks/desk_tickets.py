"""The tickets of a generated desk with their articles, files, events and what is searched."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.desk_copy import copy
from benchmarks.desk_people import People, Person
from benchmarks.desk_texts import Texts
from benchmarks.desk_words import TAGS
from postroom.models import Article, Attachment, Event, SearchText, Ticket, TicketState
from postroom.search.vector import FILE_MARK, vector

FIRST_NUMBER = 10_001
_YEARS = 2.0
_WITH_FILE = 0.1
_STATES = (TicketState.NEW, TicketState.OPEN, TicketState.PENDING_REMINDER, TicketState.PENDING_CLOSE)
_OPEN_SHARE = 0.03
"""Of all tickets; nearly all of an old desk's are closed."""
TICKET = (
    "id", "number", "title", "group_id", "owner_id", "customer_id", "organisation_id", "state", "priority", "tags",
    "pending_until", "created_at", "updated_at", "closed_at", "last_customer_contact_at", "article_count",
)  # fmt: skip
ARTICLE = (
    "id", "ticket_id", "kind", "sender", "internal", "from_header", "to_header", "subject", "message_id", "body_text",
    "new_text", "created_by_id", "created_at",
)  # fmt: skip
EVENT = ("ticket_id", "article_id", "kind", "actor_id", "via", "created_at")
FILE = ("article_id", "filename", "content_type", "size", "blob_id")
SEARCH = ("ticket_id", "article_id", "at", "document")


@dataclass(frozen=True, slots=True)
class Part:
    """Tickets `first` to `first + len(lengths) - 1`, with so many articles each, which begin at `article`."""

    seed: int
    first: int
    article: int
    lengths: list[int]
    total: int
    """Of all parts: it says where in time this one stands."""


def fill_part(part: Part, people: People, blobs: list[str], now: datetime.datetime) -> None:
    """Write the tickets of one part."""
    desk = _Desk(part, people, blobs, now)
    rows = list(desk.tickets())
    copy(Ticket, TICKET, rows)
    copy(Article, ARTICLE, desk.articles)
    copy(Event, EVENT, desk.events)
    copy(Attachment, FILE, desk.files)
    copy(SearchText, SEARCH, desk.search)


class _Desk:
    def __init__(self, part: Part, people: People, blobs: list[str], now: datetime.datetime) -> None:
        self.part, self.people, self.blobs, self.now = part, people, blobs, now
        self.rng = random.Random(part.seed)
        self.texts = Texts(self.rng)
        self.articles: list[tuple[Any, ...]] = []
        self.events: list[tuple[Any, ...]] = []
        self.files: list[tuple[Any, ...]] = []
        self.search: list[tuple[Any, ...]] = []

    def tickets(self) -> Iterator[tuple[Any, ...]]:
        """Make the tickets; what belongs to them is in the lists afterwards."""
        article = self.part.article
        for offset, length in enumerate(self.part.lengths):
            yield self._ticket(self.part.first + offset, article, length)
            article += length

    def _ticket(self, pk: int, article: int, length: int) -> tuple[Any, ...]:
        rng, german = self.rng, self.rng.random() < 0.6
        customer, agent = rng.choice(self.people.customers), rng.choice(self.people.agents)
        age = (1 - pk / (self.part.total + 1)) * _YEARS * 365.25
        created = self.now - datetime.timedelta(days=age)
        step = datetime.timedelta(days=min(age, 6) / (length + 1) * rng.random())
        title, number = self.texts.title(german), str(FIRST_NUMBER + pk - 1)
        tags = [tag for tag in TAGS if rng.random() < 0.04]
        group = self.people.groups[int(len(self.people.groups) * rng.random() ** 1.5)]
        is_open = rng.random() < _OPEN_SHARE or age < 3
        state = rng.choice(_STATES) if is_open else TicketState.CLOSED
        pending = self.now + datetime.timedelta(days=rng.uniform(-3, 20)) if "pending" in state else None
        head = [(f"{number} {title}", "A"), (f"{customer.name} {customer.email}", "A"), (" ".join(tags), "A")]
        if customer.organisation is not None:
            head.append((customer.employer, "A"))
        for turn in range(length):
            self._article(pk, article + turn, turn, (customer, agent), (title, german), head, created + turn * step)
        updated = created + length * step
        owner = None if state == TicketState.NEW else agent.pk
        closed = None if is_open else updated
        return (
            pk, number, title, group, owner, customer.pk, customer.organisation, state.value,
            rng.choice((2, 2, 2, 1, 3)), tags, pending, created, updated, closed, created, length,
        )  # fmt: skip

    def _article(
        self,
        ticket: int,
        pk: int,
        turn: int,
        pair: tuple[Person, Person],
        about: tuple[str, bool],
        head: list[tuple[str, str]],
        at: datetime.datetime,
    ) -> None:
        title, german = about
        sender = "agent" if turn % 2 else "customer"
        writer, reader = (pair[1], pair[0]) if turn % 2 else pair
        body = self.texts.mail(german, reader.name, writer.name)
        subject = title if turn == 0 else f"Re: {title}"
        header, to = f"{writer.name} <{writer.email}>", f"{reader.name} <{reader.email}>"
        internal = turn % 7 == 6
        kind = "note" if internal else "email"
        self.articles.append(
            (pk, ticket, kind, sender, internal, header, to, subject, f"{pk}@desk.example", body, body, writer.pk, at)
        )
        event = "opened" if turn == 0 else "replied" if turn % 2 else "received"
        self.events.append((ticket, pk, event, writer.pk, "mail", at))
        files = self._files(pk)
        texts = [*head, (header, "B"), (to, "C"), (subject, "D"), (body, "D"), *((name, "D") for name in files)]
        self.search.append((ticket, pk, at, vector(texts, [FILE_MARK] if files else [])))

    def _files(self, article: int) -> list[str]:
        """Return the names of the article's files, of which there is one or none."""
        if self.rng.random() >= _WITH_FILE:
            return []
        name = f"{self.rng.choice(('Rechnung', 'invoice', 'Foto', 'Protokoll'))}-{article}.txt"
        self.files.append((article, name, "text/plain", 1000, self.rng.choice(self.blobs)))
        return [name]
