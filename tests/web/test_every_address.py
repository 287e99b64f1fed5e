"""Every address there is, for every kind of person: each is in one class here, and a new one has to be put into one.

What an agent may not see is a ticket of another group with everything that hangs on it; `test_administration_access`
looks at the pages of the administration more closely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from postroom.models import (
    Article,
    Attachment,
    Blob,
    Draft,
    DraftFile,
    DraftKind,
    Event,
    Group,
    GroupAccess,
    Level,
    Macro,
    Notification,
    Outbound,
    OutboundState,
    StoredOverview,
    Ticket,
    Undoable,
    User,
)
from tests.web.cast import Cast, cast
from tests.world import arrive, eml

__all__ = ["cast"]

pytestmark = pytest.mark.django_db

ENTRANCE = ("account/",)
"""Pages of sign-in and of one's own account: django-allauth guards them, except those named in `OWN`."""
OPEN = {"set_up", "appearance", "accent", "logo", "microsoft_notifications"}
"""For everybody: by a secret in the address or body, or nothing but colours and the logo."""
OWN = {"sessions", "sessions_end", "second_step_wanted"}
"""For whoever is signed in, about themselves."""
SAYS_OVER = {"live"}
"""A stream cannot be refused by a status: it says that it is over."""
FOR_AGENTS = (
    "tickets/",
    "articles/",
    "attachments/",
    "deliveries/",
    "writing/",
    "search/",
    "live/",
    "notifications/",
    "outbox/",
)
OF_AGENTS = {
    "home",
    "overviews",
    "overview_new",
    "overview",
    "overview_remove",
    "overview_move",
    "tag_offers",
    "text_module_offers",
    "macro_run",
    "article_open_again",
}
"""Agents' addresses among those of the administration."""


SAYS_NOTHING_OF_IT = {"tickets_undo"}
"""Answers the same, by leading back to the list, whether there is such a doing or not."""
ABOUT_ONESELF = {"ticket_follow", "live_be_here"}
"""What whoever reads a ticket may do: it changes nothing of it."""
MOST_THERE_WERE = 200
FILLED = {"body": "Text", "to": "a@b.example", "subject": "S", "state": "closed", "title": "New", "tags": "new"}
"""Enough for a form to be right, so that nothing but a missing level stands in its way."""
BY_FORM: tuple[tuple[str, dict[str, str]], ...] = (
    ("/tickets/change/", {"do": "change", "state": "closed"}),
    ("/tickets/change/", {"do": "close"}),
    ("/tickets/change/", {"do": "macro"}),
    ("/macros/run/", {}),
    ("/writing/draft/save/", {"kind": "reply", "body": "Text", "version": "0"}),
    ("/writing/draft/discard/", {"kind": "reply"}),
)
"""Addresses whose tickets stand in the form."""


class Address:
    """A pattern with its name and what it leads to when its places are filled."""

    def __init__(self, pattern: str, name: str) -> None:
        self.pattern, self.name = pattern, name

    @property
    def is_for_agents(self) -> bool:
        return self.name in OF_AGENTS or self.pattern.startswith(FOR_AGENTS)

    def filled(self, number: int) -> str:
        text = re.sub(r"<int:\w+>", str(number), self.pattern)
        return "/" + re.sub(r"<(?:slug|str):\w+>", "reply", text)


def addresses() -> list[Address]:
    """Return every address of ours, as the resolver knows it."""
    found = list(_walk(get_resolver(), ""))
    return [one for one in found if not one.pattern.startswith(ENTRANCE) or one.name in OWN]


def _walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from _walk(part, f"{before}{part.pattern}")
        elif isinstance(part, URLPattern):
            yield Address(f"{before}{part.pattern}", part.name or "")


def answers(client: Client, url: str) -> list[tuple[int, str]]:
    return [(one.status_code, one.headers.get("Location", "")) for one in (client.get(url), client.post(url))]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A ticket in a group that the agent of the cast has nothing to do with, and what hangs on it."""

    ticket: Ticket
    ids: dict[str, int]
    """By the beginning of an address; the longest that fits counts."""

    def filled(self, one: Address) -> str:
        fitting = [beginning for beginning in self.ids if one.pattern.startswith(beginning)]
        return one.filled(self.ids[max(fitting, key=len)] if fitting else self.ticket.pk)

    def state(self) -> list[object]:
        """Everything that must be as it was."""
        tables = (Article, Event, Draft, DraftFile, Outbound, Undoable, Notification, StoredOverview)
        return [list(table._default_manager.order_by("pk").values()) for table in (Ticket, *tables)]


@pytest.fixture
def elsewhere(cast: Cast) -> Elsewhere:
    other = User.objects.create_user("olga@desk.example", name="Olga Other")
    arrive(cast.world.channel, eml())
    group = Group.objects.create(name="Elsewhere", email_address=cast.world.address)
    Ticket.objects.update(group=group)
    article = Article.objects.get()
    (digest,) = Blob.objects.keep([b"x"])
    values = {"filename": "a.txt", "content_type": "text/plain", "size": 1, "blob_id": digest}
    draft = Draft.objects.create(user=other, ticket=article.ticket, kind=DraftKind.REPLY, saved_at=timezone.now())
    mail = Outbound.objects.create(
        email_address=cast.world.address,
        message_id="x@y",
        recipients=["a@b.example"],
        state=OutboundState.FAILED,
        article=article,
    )
    told = Notification.objects.create(
        user=other, ticket=article.ticket, event=Event.objects.earliest("pk"), kind="new", created_at=timezone.now()
    )
    ids = {
        "tickets/": article.ticket_id,
        "tickets/undo/": Undoable.objects.create(by=other, kind="bulk", created_at=timezone.now()).pk,
        "articles/": article.pk,
        "keys/articles/": article.pk,
        "attachments/": Attachment.objects.create(article=article, **values).pk,
        "deliveries/": mail.pk,
        "outbox/": mail.pk,
        "writing/draft/files/": DraftFile.objects.create(draft=draft, **values).pk,
        "writing/undo/": mail.pk,
        "overviews/": StoredOverview.objects.create(name="Olga's", owner=other).pk,
        "notifications/": told.pk,
        "notifications/follow/": article.ticket_id,
        "notifications/people/": article.ticket_id,
    }
    return Elsewhere(article.ticket, ids)


def give(cast: Cast, *levels: Level) -> None:
    """Let the agent do this, and no more, with the tickets elsewhere."""
    GroupAccess.objects.filter(user=cast.world.agent).delete()
    GroupAccess.objects.create(group=Group.objects.get(name="Elsewhere"), user=cast.world.agent, levels=levels)


def test_every_name_that_is_sorted_here_is_an_address() -> None:
    names = {one.name for one in addresses()}
    assert (OPEN | OWN | OF_AGENTS) - names == set()
    assert len(names) > MOST_THERE_WERE
    assert all(any(one.pattern.startswith(beginning) for one in addresses()) for beginning in FOR_AGENTS)


def test_strangers_come_to_the_sign_in_page_and_nowhere_else(elsewhere: Elsewhere) -> None:
    for one in addresses():
        if one.name not in OPEN | SAYS_OVER:
            for status, location in answers(Client(), elsewhere.filled(one)):
                assert status == 405 or (status == 302 and location.startswith("/account/login/")), one.pattern


def test_customers_are_refused_everywhere_but_with_themselves(cast: Cast, elsewhere: Elsewhere) -> None:
    customer = cast.client(cast.world.customer)
    for one in addresses():
        if one.name not in OPEN | OWN | SAYS_OVER:
            assert {status for status, _where in answers(customer, elsewhere.filled(one))} <= {403, 405}, one.pattern


def test_agents_are_refused_in_all_of_the_administration(cast: Cast, elsewhere: Elsewhere) -> None:
    agent, before = cast.client(cast.world.agent), elsewhere.state()
    for one in addresses():
        if one.name not in OPEN | OWN and not one.is_for_agents:
            assert {status for status, _where in answers(agent, elsewhere.filled(one))} <= {403, 405}, one.pattern
    assert elsewhere.state() == before


def test_tickets_of_other_groups_are_nowhere_for_an_agent(cast: Cast, elsewhere: Elsewhere) -> None:
    agent, before = cast.client(cast.world.agent), elsewhere.state()
    for one in addresses():
        if one.is_for_agents and "<int:" in one.pattern and one.name not in SAYS_NOTHING_OF_IT:
            assert {status for status, _where in answers(agent, elsewhere.filled(one))} <= {404, 405}, one.pattern
    for url, values in BY_FORM:
        agent.post(url, {"ticket": elsewhere.ticket.pk, **values})
    assert elsewhere.state() == before
    page = b"".join(agent.get(url).content for url in ("/tickets/?overview=all", "/search/?q=printer", "/outbox/"))
    assert b"Printer on fire" not in page


def test_the_same_addresses_lead_somewhere_for_who_may(cast: Cast, elsewhere: Elsewhere) -> None:
    give(cast, Level.FULL)
    agent = cast.client(cast.world.agent)
    read = {
        one.name for one in addresses() if one.is_for_agents and agent.get(elsewhere.filled(one)).status_code == 200
    }
    assert {"ticket", "article_body", "article_reading", "attachment", "ticket_note", "outbox_mail"} <= read


@pytest.mark.parametrize("level", [Level.READ, Level.OVERVIEW, Level.CREATE])
def test_who_may_not_change_a_ticket_changes_nothing_by_any_address(
    cast: Cast, elsewhere: Elsewhere, level: Level
) -> None:
    give(cast, level)
    agent, before = cast.client(cast.world.agent), elsewhere.state()
    Macro.objects.create(name="Close", actions=[{"action": "change", "priority": 3}])
    for one in addresses():
        if one.is_for_agents and "<int:" in one.pattern and one.name not in ABOUT_ONESELF:
            agent.post(elsewhere.filled(one), {**FILLED, "sender": cast.world.address.pk})
    for url, values in BY_FORM:
        agent.post(url, {"ticket": elsewhere.ticket.pk, **values, "macro": Macro.objects.get().pk})
    assert elsewhere.state() == before


def test_the_same_forms_change_the_ticket_for_who_may(cast: Cast, elsewhere: Elsewhere) -> None:
    """What the tests above send is right: only the missing level stands in its way."""
    give(cast, Level.FULL)
    agent = cast.client(cast.world.agent)
    macro = Macro.objects.create(name="Close", actions=[{"action": "change", "priority": 3}])
    changed = set()
    for url, values in BY_FORM:
        Ticket.objects.update(state="open", priority=2)
        before = elsewhere.state()
        agent.post(url, {"ticket": elsewhere.ticket.pk, **values, "macro": macro.pk})
        if elsewhere.state() != before:
            changed.add(url)
    for one in addresses():
        if one.is_for_agents and "<int:" in one.pattern:
            before = elsewhere.state()
            agent.post(elsewhere.filled(one), {**FILLED, "sender": cast.world.address.pk})
            if elsewhere.state() != before:
                changed.add(one.name)

    assert {"/tickets/change/", "/macros/run/", "ticket_change", "ticket_note", "ticket_mail", "ticket_spam"} <= changed
