"""The bell, the list, how one is told, who stands in, following: pages without scripts, and who may see them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from postroom.models import (
    Absence,
    Event,
    Follow,
    Group,
    GroupAccess,
    Level,
    Mention,
    Notification,
    NotificationChoice,
    Outbound,
    Presence,
    Role,
    Ticket,
    User,
)
from postroom.tickets.act import acting
from postroom.tickets.noting import note
from postroom.web.live.urls import urlpatterns as live_urls
from postroom.web.notifications.urls import urlpatterns as notification_urls
from tests.web.cast import Cast, statements
from tests.web.tickets.at_work import fields
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db

PEOPLE = ("stranger", "customer", "outsider", "agent", "administrator")
OPEN = {"stranger": 302, "customer": 403, "outsider": 200, "agent": 200, "administrator": 200}
MINE = {**OPEN, "outsider": 404, "administrator": 404}
DONE = {**OPEN, "outsider": 302, "agent": 302, "administrator": 302}
TICKET = {**MINE, "agent": 302}
PAGES: dict[str, tuple[str, dict[str, str], dict[str, int]]] = {
    # An answer that a page cannot read the status of says in words that nobody is signed in.
    "live": ("GET", {}, dict.fromkeys(PEOPLE, 200)),
    "live_frame": ("GET", {}, OPEN),
    "live_here": ("GET", {}, OPEN),
    "live_be_here": ("POST", {"state": "looking"}, {**MINE, "agent": 204}),
    "notifications": ("GET", {}, OPEN),
    "notifications_bell": ("GET", {}, OPEN),
    "notifications_read": ("POST", {}, DONE),
    "notification": ("GET", {}, TICKET),
    "notification_read": ("POST", {}, TICKET),
    "notification_settings": ("GET", {}, OPEN),
    "away": ("POST", {"back": "1"}, DONE),
    "ticket_follow": ("POST", {}, TICKET),
    "mention_people": ("GET", {}, MINE),
}


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    arrive(cast.world.channel, eml())
    return Ticket.objects.get()


@pytest.fixture
def notification(cast: Cast, ticket: Ticket) -> Notification:
    return told(cast.world.agent, ticket, Event.objects.earliest("pk"))


def told(user: User, ticket: Ticket, event: Event) -> Notification:
    return Notification.objects.create(
        user=user, ticket=ticket, event=event, kind="answered", created_at=timezone.now()
    )


def person(who: str, cast: Cast) -> User | None:
    if who == "outsider":
        role = Role.objects.create(name="Outsider", is_agent=True)
        GroupAccess.objects.create(group=Group.objects.create(name="Elsewhere"), role=role, levels=[Level.FULL])
        user = User.objects.create_user("otto@desk.example", name="Otto")
        user.roles.add(role)
        return user
    known = {"customer": cast.world.customer, "agent": cast.world.agent, "administrator": cast.administrator}
    return known.get(who)


def addresses(notification: Notification) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, URLPattern]] = [("/live/", pattern) for pattern in live_urls]
    found += [("/notifications/", pattern) for pattern in notification_urls]
    for prefix, pattern in found:
        pk = notification.pk if str(pattern.name).startswith("notification") else notification.ticket_id
        yield str(pattern.name), prefix + str(pattern.pattern).replace("<int:pk>", str(pk))


def test_every_address_is_spoken_of(notification: Notification) -> None:
    assert {name for name, _address in addresses(notification)} == set(PAGES)


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_answer_whom_they_may(who: str, cast: Cast, notification: Notification) -> None:
    client = cast.client(person(who, cast))
    given = {}
    for name, address in addresses(notification):
        method, values, _answers = PAGES[name]
        answer = client.get(address) if method == "GET" else client.post(address, values)
        given[name] = answer.status_code
    assert given == {name: answers[who] for name, (_method, _values, answers) in PAGES.items()}


def test_stranger_is_told_in_the_live_connection_that_it_is_over(cast: Cast) -> None:
    assert cast.client(None).get("/live/frame/").status_code == 302


def test_presence_is_told_to_who_may_see_the_ticket_and_to_nobody_else(cast: Cast, ticket: Ticket) -> None:
    Presence.objects.create(user=cast.world.agent, ticket=ticket, writing=True, seen_at=timezone.now())
    ben = User.objects.create_user("ben@desk.example", name="Ben")
    ben.roles.set(cast.world.agent.roles.all())
    address = f"/live/here/?ticket={ticket.pk}"
    assert "Anna Agent is writing" in cast.client(ben).get(address).content.decode()
    assert "Anna Agent" not in cast.client(person("outsider", cast)).get(address).content.decode()
    Presence.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=1))
    assert "Anna Agent" not in cast.client(ben).get(address).content.decode()


def test_notification_leads_to_its_ticket_and_is_read_then(cast: Cast, notification: Notification) -> None:
    client = cast.client(cast.world.agent)
    assert "1" in client.get("/notifications/bell/").content.decode()
    answer = client.get(f"/notifications/{notification.pk}/")
    assert answer.headers["Location"] == f"/tickets/{notification.ticket_id}/"
    assert client.get("/notifications/bell/").content.decode().strip() == ""


def test_list_does_not_ask_more_often_for_more(cast: Cast, ticket: Ticket, notification: Notification) -> None:
    client = cast.client(cast.world.agent)
    one = statements(client, "/notifications/")
    with acting(cast.administrator, "web") as act:
        for _number in range(30):
            note(act, ticket, "Hello")
    for event in Event.objects.filter(kind="noted"):
        told(cast.world.agent, ticket, event)
    assert statements(client, "/notifications/") == one


def test_matrix_keeps_what_is_chosen(cast: Cast) -> None:
    client = cast.client(cast.world.agent)
    answer = client.post("/notifications/settings/", {"new-page": "on", "assigned-page": "on"})
    assert answer.status_code == 302
    kept = NotificationChoice.objects.filter(user=cast.world.agent).values_list("kind", "page", "mail")
    assert sorted(kept) == [
        ("answered", False, False),
        ("assigned", True, False),
        ("followed", False, False),
        ("mention", False, False),
        ("new", True, False),
        ("reminder", False, False),
    ]
    page = client.get("/notifications/settings/").content.decode()
    assert re.findall(r'name="([a-z]+-[a-z]+)"[^>]* checked', page) == ["assigned-page", "new-page"]


def test_owner_who_is_away_is_shown_with_the_substitute(cast: Cast, ticket: Ticket) -> None:
    ben = User.objects.create_user("ben@desk.example", name="Ben Becker")
    ben.roles.set(cast.world.agent.roles.all())
    Ticket.objects.update(owner=cast.world.agent)
    client, today = cast.client(cast.world.agent), timezone.localdate().isoformat()
    values = {"first_day": today, "last_day": today, "substitute": ben.pk}
    assert client.post("/notifications/away/", values).status_code == 302
    assert "Ben Becker stands in." in client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "Anna Agent" in cast.client(ben).get("/notifications/settings/").content.decode()
    client.post("/notifications/away/", {"back": "1"})
    assert not Absence.objects.exists()


@pytest.mark.parametrize("field", ["substitute", "last_day"])
def test_absence_that_makes_no_sense_is_refused(field: str, cast: Cast) -> None:
    today = timezone.localdate()
    ben = User.objects.create_user("ben@desk.example", name="Ben Becker")
    ben.roles.set(cast.world.agent.roles.all())
    values = {"first_day": today, "last_day": today, "substitute": ben.pk}
    wrong = {"substitute": cast.world.customer.pk, "last_day": today - datetime.timedelta(days=1)}
    answer = cast.client(cast.world.agent).post("/notifications/away/", {**values, field: wrong[field]})
    assert (answer.status_code, Absence.objects.count()) == (422, 0)


def test_ticket_is_followed_and_unfollowed(cast: Cast, ticket: Ticket) -> None:
    client = cast.client(cast.world.agent)
    client.post(f"/notifications/follow/{ticket.pk}/")
    assert Follow.objects.filter(user=cast.world.agent, ticket=ticket).exists()
    assert "Following" in client.get(f"/tickets/{ticket.pk}/").content.decode()
    client.post(f"/notifications/follow/{ticket.pk}/")
    assert not Follow.objects.exists()


def test_offered_are_colleagues_who_may_read_the_ticket(cast: Cast, ticket: Ticket) -> None:
    ben = User.objects.create_user("ben@desk.example", name="Ben <Becker>")
    ben.roles.set(cast.world.agent.roles.all())
    person("outsider", cast)
    items = cast.client(cast.world.agent).get(f"/notifications/people/{ticket.pk}/?q=be").json()["items"]
    assert [(item["title"], item["html"]) for item in items] == [("Ben <Becker>", "@Ben &lt;Becker&gt;&nbsp;")]
    items = cast.client(cast.world.agent).get(f"/notifications/people/{ticket.pk}/?q=otto").json()["items"]
    assert items == []


def test_mentions_are_an_overview(cast: Cast, ticket: Ticket) -> None:
    arrive(cast.world.channel, eml(subject="Not mine"))
    Mention.objects.create(
        user=cast.world.agent, article=ticket.articles.get(), ticket=ticket, created_at=timezone.now()
    )
    page = cast.client(cast.world.agent).get("/tickets/?overview=mentions").content.decode()
    assert ticket.title in page
    assert "Not mine" not in page


def ask(client: Client, ticket: Ticket, **values: str) -> int:
    return client.post(f"/tickets/{ticket.pk}/change/", values).status_code


def test_stale_form_takes_nothing_back_without_scripts(cast: Cast, ticket: Ticket) -> None:
    client, seen = cast.client(cast.world.agent), str(Event.objects.latest("pk").pk)
    assert ask(cast.client(cast.world.agent), ticket, priority="3", state="open") == 302
    shown = {"seen": seen, "state": "new", "title": "Renamed", "priority": "2"}
    assert ask(client, ticket, **shown) == 302
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.state, ticket.title) == (3, "open", "Renamed")
    assert ask(client, ticket, **{**shown, "state": "closed"}) == 422
    newest = str(Event.objects.latest("pk").pk)
    assert ask(client, ticket, **{**shown, "state": "closed", "seen": newest}) == 302
    ticket.refresh_from_db()
    assert ticket.state == "closed"


def test_answer_given_meanwhile_is_told_without_scripts(cast: Cast, ticket: Ticket) -> None:
    ben = User.objects.create_user("ben@desk.example", name="Ben Becker")
    ben.roles.set(cast.world.agent.roles.all())
    address, seen = f"/tickets/{ticket.pk}/reply/", str(Event.objects.latest("pk").pk)
    first = fields(sender=cast.world.address.pk, seen=seen)
    assert cast.client(ben).post(address, first).status_code == 302
    second = fields(sender=cast.world.address.pk, seen=seen, body="Use sand.")
    answer = cast.client(cast.world.agent).post(address, second)
    page = answer.content.decode()
    assert (answer.status_code, "Ben Becker answered" in page, "Use sand." in page) == (422, True, True)
    anyway = str(Event.objects.filter(kind="replied").latest("pk").pk)
    assert f'name="anyway" value="{anyway}"' in page
    assert cast.client(cast.world.agent).post(address, {**second, "anyway": anyway}).status_code == 302
    assert Outbound.objects.filter(auto=False).count() == 2
