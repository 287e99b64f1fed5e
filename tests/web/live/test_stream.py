"""The live connection itself: who hears of what, and when it ends."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from django.db import connection, transaction
from django.test import Client

from postroom.models import Group, GroupAccess, Level, Role, Session, Ticket, User
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from tests.web.live.listening import cookies_of, listening
from tests.web.live.server import WebServer
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db(transaction=True)

ALL = ("message", {"all": True})


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def ticket(world: World) -> Ticket:
    arrive(world.channel, eml())
    return Ticket.objects.get()


def outsider(levels: list[Level]) -> User:
    """Return an agent of another group."""
    group = Group.objects.create(name="Elsewhere")
    role = Role.objects.create(name="Outsider", is_agent=True)
    GroupAccess.objects.create(group=group, role=role, levels=levels)
    user = User.objects.create_user("otto@desk.example", name="Otto Outsider")
    user.roles.add(role)
    return user


def retitle(ticket: Ticket, by: User | None, title: str) -> None:
    with acting(by, "web") as act:
        change(act, locked(ticket.pk), title=title)


def move(ticket: Ticket, group: Group) -> None:
    with acting(None, "web") as act:
        change(act, locked(ticket.pk), group=group)


def test_change_is_heard_with_ids_only(served: WebServer, world: World, ticket: Ticket) -> None:
    with listening(served.url, cookies_of(world.agent)) as ear:
        assert ear.next() == ALL
        retitle(ticket, None, "Secret words")
        assert ear.next() == ("message", {"tickets": [ticket.pk], "lists": True})
        retitle(ticket, world.agent, "Other words")
        assert ear.next() == ("message", {"own": [ticket.pk], "lists": True})


def test_many_mails_of_one_transaction_are_one_piece_of_news(served: WebServer, world: World) -> None:
    with listening(served.url, cookies_of(world.agent)) as ear:
        assert ear.next() == ALL
        with transaction.atomic():
            arrive(world.channel, *(eml(subject=f"Matter {n}") for n in range(50)))
        heard = ear.next()
        assert heard == ("message", {"tickets": sorted(Ticket.objects.values_list("pk", flat=True)), "lists": True})


def test_nobody_hears_of_tickets_they_may_not_see(served: WebServer, world: World, ticket: Ticket) -> None:
    otto = outsider([Level.FULL])
    elsewhere = Group.objects.get(name="Elsewhere")
    with listening(served.url, cookies_of(otto)) as ear:
        assert ear.next() == ALL
        retitle(ticket, None, "Secret words")
        move(ticket, elsewhere)
        assert ear.next() == ("message", {"tickets": [ticket.pk], "lists": True})
        move(ticket, world.group)
        assert ear.next() == ("message", {"lists": True})


def test_lost_right_holds_for_the_very_next_news(served: WebServer, world: World, ticket: Ticket) -> None:
    otto = outsider([Level.FULL])
    mine = Ticket.objects.create(
        number="1", title="Mine", group=Group.objects.get(name="Elsewhere"), customer=world.customer,
        created_at=ticket.created_at, updated_at=ticket.updated_at,
    )  # fmt: skip
    GroupAccess.objects.create(group=world.group, user=otto, levels=[Level.READ])
    with listening(served.url, cookies_of(otto)) as ear:
        assert ear.next() == ALL
        with transaction.atomic():
            GroupAccess.objects.filter(user=otto).delete()
            retitle(ticket, None, "Secret words")
        retitle(mine, None, "Not secret")
        assert ear.next() == ("message", {"tickets": [mine.pk], "lists": True})


def test_connection_ends_with_the_session(served: WebServer, world: World) -> None:
    cookies = cookies_of(world.agent)
    with listening(served.url, cookies) as ear:
        assert ear.next() == ALL
        Session.objects.filter(session_key=cookies["sessionid"]).delete()
        assert [ear.next(), ear.next()] == [("over", None), ("end", None)]


def test_connection_ends_with_the_role(served: WebServer, world: World) -> None:
    with listening(served.url, cookies_of(world.agent)) as ear:
        assert ear.next() == ALL
        world.agent.roles.clear()
        assert ear.next() == ("over", None)


@pytest.mark.parametrize("who", ["stranger", "customer"])
def test_strangers_and_customers_hear_nothing(who: str, served: WebServer, world: World) -> None:
    cookies = cookies_of(world.customer) if who == "customer" else {}
    with listening(served.url, cookies) as ear:
        assert [ear.next(), ear.next()] == [("over", None), ("end", None)]


def test_more_people_listen_than_there_are_connections_to_the_database(served: WebServer, world: World) -> None:
    """Each holding one of the pool's 32, the pages of everybody would wait for ever."""
    cookies = cookies_of(world.agent)
    with ExitStack() as held:
        ears = [held.enter_context(listening(served.url, cookies)) for _ in range(40)]
        assert [ear.next() for ear in ears] == [ALL] * 40


def test_news_of_a_lost_listening_connection_are_not_missed(served: WebServer, world: World, ticket: Ticket) -> None:
    with listening(served.url, cookies_of(world.agent)) as ear:
        assert ear.next() == ALL
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'postroom live' AND datname = current_database()"
            )
        assert ear.next() == ALL
        retitle(ticket, None, "Still told")
        assert ear.next() == ("message", {"tickets": [ticket.pk], "lists": True})


def test_server_that_cannot_keep_connections_says_so(world: World) -> None:
    client = Client()
    client.force_login(world.agent)
    answer = client.get("/live/")
    assert answer.content == b"event: unavailable\ndata: .\n\n"
