"""Every address of the ticket pages against every kind of person."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from postroom.models import (
    Article,
    Attachment,
    Blob,
    Channel,
    Group,
    GroupAccess,
    Level,
    Outbound,
    OutboundState,
    Role,
    Ticket,
    TicketLink,
    User,
)
from postroom.web.tickets.urls import urlpatterns
from tests.world import World, arrive, eml

PEOPLE = ("stranger", "customer", "outsider", "reader", "agent", "administrator")
# What each page answers: to a stranger the sign-in page (302), to a customer a refusal (403), and to agents of other
# groups, as to administrators who are no agents, that there is no such page (404).
OPEN = {
    "stranger": 302,
    "customer": 403,
    "outsider": 200,
    "reader": 200,
    "agent": 200,
    "administrator": 200,
}
READ = {**OPEN, "outsider": 404, "administrator": 404}
CHANGE = {**READ, "reader": 404}
DONE = {**CHANGE, "agent": 302}
PAGES: dict[str, tuple[str, dict[str, str], dict[str, int]]] = {
    "home": ("GET", {}, {**OPEN, "outsider": 302, "reader": 302, "agent": 302, "administrator": 302}),
    "tickets": ("GET", {}, OPEN),
    "tickets_change": ("POST", {}, {**OPEN, "outsider": 302, "reader": 302, "agent": 302, "administrator": 302}),
    "tickets_macros": ("GET", {}, OPEN),
    "tickets_view": (
        "POST",
        {"overview": "open"},
        {**OPEN, "outsider": 302, "reader": 302, "agent": 302, "administrator": 302},
    ),
    "tickets_done": ("GET", {}, OPEN),
    "tickets_undo": ("POST", {}, {**OPEN, "outsider": 302, "reader": 302, "agent": 302, "administrator": 302}),
    "ticket_new": ("GET", {}, OPEN),
    "ticket": ("GET", {}, READ),
    "ticket_news": ("GET", {}, READ),
    "ticket_change": ("POST", {"title": "Changed"}, DONE),
    "ticket_merge": ("POST", {"number": "{other}"}, DONE),
    "ticket_hint_accept": ("POST", {}, DONE),
    "ticket_hint_refuse": ("POST", {}, DONE),
    "ticket_link": ("POST", {"number": "{other}"}, DONE),
    "ticket_unlink": ("POST", {"number": "{linked}"}, DONE),
    "ticket_spam": ("POST", {}, DONE),
    "ticket_note": ("GET", {}, CHANGE),
    "ticket_mail": ("GET", {}, CHANGE),
    "article_body": ("GET", {}, READ),
    "article_split": ("POST", {"title": "On its own"}, DONE),
    "article_original": ("GET", {}, READ),
    "article_reading": ("GET", {}, READ),
    "article_delivery": ("GET", {}, READ),
    "attachment": ("GET", {}, READ),
    "attachment_preview": ("GET", {}, READ),
    "outbound_resend": ("POST", {}, DONE),
    "outbound_cancel": ("POST", {}, DONE),
    "outbound_hurry": ("POST", {}, DONE),
    "outbound_sent": ("POST", {}, DONE),
}

OF_LISTS = ("tickets_change", "tickets_view", "tickets_undo")
"""They name no ticket by their address; what they do is tested by itself."""


@pytest.fixture
def people(world: World) -> dict[str, User | None]:
    elsewhere = Group.objects.create(name="Elsewhere")
    return {
        "stranger": None,
        "customer": world.customer,
        "outsider": _agent("outsider", elsewhere, [Level.FULL]),
        "reader": _agent("reader", world.group, [Level.READ]),
        "agent": world.agent,
        "administrator": _person("administrator", Role.objects.create(name="Chief", is_administrator=True)),
    }


@pytest.fixture
def addresses(world: World, ticket: Ticket) -> dict[str, str]:
    (other,) = arrive(world.channel, eml(subject="Another matter"))
    assert other.ticket is not None
    ticket.hinted_ticket = other.ticket
    ticket.save()
    article = ticket.articles.get()
    Blob.objects.keep([b"x"])
    file = Attachment.objects.create(
        article=article, filename="x.txt", content_type="text/plain", size=1, blob=Blob.objects.get(content=b"x")
    )
    outbound = Outbound.objects.create(
        article=article, email_address=world.address, message_id="out@desk.example", recipients=["c@customer.example"]
    )
    own = {"attachment": file.pk, "outbound": outbound.pk, "article": article.pk, "ticket": ticket.pk}
    found = {pattern.name: _address(pattern, own) for pattern in urlpatterns if pattern.name}
    found["other"] = other.ticket.number
    found["linked"] = _linked_to(ticket).number
    note_on(ticket)
    return found


def _linked_to(ticket: Ticket) -> Ticket:
    (row,) = arrive(Channel.objects.get(), eml(subject="A linked matter"))
    assert row.ticket is not None
    TicketLink.objects.create(source=ticket, target=row.ticket, created_at=ticket.created_at)
    return row.ticket


def note_on(ticket: Ticket) -> None:
    """Add a message, so that the ticket keeps one when another is split off."""
    Article.objects.create(ticket=ticket, kind="note", sender="agent", created_at=ticket.created_at)
    Ticket.objects.filter(pk=ticket.pk).update(article_count=2)


def _agent(name: str, group: Group, levels: list[Level]) -> User:
    role = Role.objects.create(name=name, is_agent=True)
    GroupAccess.objects.create(group=group, role=role, levels=levels)
    return _person(name, role)


def _person(name: str, role: Role) -> User:
    user = User.objects.create_user(f"{name}@desk.example", name=name)
    user.roles.add(role)
    return user


def _address(pattern: URLPattern, own: dict[str, int]) -> str:
    name = str(pattern.name)
    kind = next((kind for kind in own if name.startswith(kind)), "ticket")
    route = str(pattern.pattern).replace("<int:pk>", str(own[kind])).replace("<int:after>", "0")
    return "/" + route.replace("<slug:kind>", "reply")


def test_every_address_is_spoken_of() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_page_answers_whom_it_may(
    name: str, who: str, people: dict[str, User | None], addresses: dict[str, str], client: Client
) -> None:
    method, values, answers = PAGES[name]
    _make_fit(name)
    before = _state()
    person = people[who]
    if person is not None:
        client.force_login(person)
    filled = {key: value.format(**addresses) for key, value in values.items()}
    answer = client.generic(method, addresses[name]) if method == "GET" else client.post(addresses[name], filled)
    assert answer.status_code == answers[who]
    if method == "POST" and who != "agent":
        assert _state() == before
    if method == "POST" and who == "agent" and name not in OF_LISTS:
        assert _state() != before


def _make_fit(name: str) -> None:
    states = {"outbound_resend": OutboundState.FAILED, "outbound_sent": OutboundState.UNCERTAIN}
    later = timezone.now() + datetime.timedelta(hours=1)
    Outbound.objects.update(state=states.get(name, OutboundState.WAITING), not_before=later)


def _state() -> list[object]:
    return [
        *Ticket.objects.order_by("pk").values_list("pk", "title", "state", "hinted_ticket", "article_count"),
        *Article.objects.order_by("pk").values_list("pk", "ticket"),
        *Outbound.objects.order_by("pk").values_list("pk", "state", "not_before"),
        *TicketLink.objects.order_by("pk").values_list("source", "target"),
    ]


@pytest.mark.parametrize("name", ["ticket_note", "ticket_mail"])
@pytest.mark.parametrize("who", ["outsider", "reader", "administrator"])
def test_who_may_not_change_cannot_write(
    name: str, who: str, people: dict[str, User | None], addresses: dict[str, str], client: Client
) -> None:
    person = people[who]
    assert person is not None
    client.force_login(person)
    before = Article.objects.count()
    answer = client.post(addresses[name], {"body": "Hello", "to": "x@y.example", "subject": "s"})
    assert (answer.status_code, Article.objects.count()) == (404, before)


def test_list_shows_nothing_of_other_groups(
    people: dict[str, User | None], addresses: dict[str, str], client: Client
) -> None:
    outsider = people["outsider"]
    assert outsider is not None
    client.force_login(outsider)
    assert "Printer on fire" not in client.get("/tickets/?overview=all").content.decode()


def test_list_needs_the_overview_level(
    people: dict[str, User | None], addresses: dict[str, str], client: Client
) -> None:
    reader = people["reader"]
    assert reader is not None
    client.force_login(reader)
    assert "Printer on fire" not in client.get("/tickets/?overview=all").content.decode()
    GroupAccess.objects.filter(role__users=reader).update(levels=[Level.READ, Level.OVERVIEW])
    assert "Printer on fire" in client.get("/tickets/?overview=all").content.decode()


def test_chosen_tickets_of_other_groups_stay_as_they_are(
    people: dict[str, User | None], ticket: Ticket, client: Client
) -> None:
    outsider = people["outsider"]
    assert outsider is not None
    client.force_login(outsider)
    client.post("/tickets/change/", {"ticket": [ticket.pk], "priority": "3"})
    ticket.refresh_from_db()
    assert ticket.priority == 2


def test_customers_other_tickets_leave_out_what_one_may_not_read(
    world: World, people: dict[str, User | None], ticket: Ticket, pages: Client
) -> None:
    arrive(world.channel, eml(subject="A secret matter"))
    page = f"/tickets/{ticket.pk}/"
    assert "A secret matter" in pages.get(page).content.decode()
    Ticket.objects.filter(title="A secret matter").update(group=Group.objects.get(name="Elsewhere"))
    assert "A secret matter" not in pages.get(page).content.decode()


def test_new_ticket_cannot_be_put_into_a_group_without_the_create_level(
    world: World, people: dict[str, User | None], client: Client
) -> None:
    outsider = people["outsider"]
    assert outsider is not None
    client.force_login(outsider)
    values = {"how": "phone", "customer": "x@y.example", "group": world.group.pk, "title": "T", "body": "B"}
    answer = client.post("/tickets/new/", values)
    assert (answer.status_code, Ticket.objects.count()) == (422, 0)
