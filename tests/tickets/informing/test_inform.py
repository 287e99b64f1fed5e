"""Who is told of what, by which way, and how often."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from postroom.models import Follow, GroupAccess, Level, Notification, NotificationKind, Outbound, Role, Ticket, User
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.informing.absences import AbsenceRefused, be_away
from postroom.tickets.informing.choices import USUAL, Ways, choose
from postroom.tickets.informing.following import follow as follow_ticket
from postroom.tickets.locking import locked
from postroom.tickets.mentioning import named_in
from postroom.tickets.noting import note
from postroom.tickets.pending import end_pending
from postroom.triggers.shipped import ship_triggers
from tests.world import World, arrive, eml, follow, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def ben(world: World) -> User:
    user = User.objects.create_user("ben@desk.example", name="Ben Becker")
    user.roles.set(Role.objects.filter(is_agent=True))
    return user


@pytest.fixture
def ticket(world: World) -> Ticket:
    arrive(world.channel, eml())
    return Ticket.objects.get()


def give(ticket: Ticket, owner: User, by: User | None) -> None:
    with acting(by, "web") as act:
        change(act, locked(ticket.pk), owner=owner)
    follow()


def write_note(ticket: Ticket, by: User, text: str) -> None:
    with acting(by, "web") as act:
        note(act, locked(ticket.pk), text)
    follow()


def come_back(world: World, ticket: Ticket) -> None:
    arrive(world.channel, eml(subject=f"RE: [Ticket#{ticket.number}]", body="And another thing."))


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("pk").values_list("user__name", "kind"))


def mailed() -> list[str]:
    return [row.recipients[0] for row in Outbound.objects.filter(article=None).order_by("pk")]


def test_assignment_is_told_to_the_new_owner_and_not_to_who_did_it(world: World, ben: User, ticket: Ticket) -> None:
    give(ticket, ben, world.agent)
    give(ticket, world.agent, world.agent)
    assert told() == [("Ben Becker", "assigned")]
    assert mailed() == ["ben@desk.example"]
    body = Outbound.objects.get(article=None).body
    assert body.startswith("Anna Agent assigned this ticket to you.")
    assert f"/tickets/{ticket.pk}/" in body


def test_notice_is_an_automatic_mail_that_finds_its_ticket_again(world: World, ben: User, ticket: Ticket) -> None:
    give(ticket, ben, world.agent)
    mail = Outbound.objects.get(article=None)
    assert mail.auto
    assert f"[Ticket#{ticket.number}]" in mail.subject


def test_word_of_the_customer_is_told_to_the_owner(world: World, ben: User, ticket: Ticket) -> None:
    Ticket.objects.update(owner=ben)
    come_back(world, ticket)
    assert told() == [("Ben Becker", "answered")]
    assert "And another thing." in Outbound.objects.get(article=None).body


def test_trigger_that_has_written_is_not_repeated_by_the_notice(world: World, ben: User, ticket: Ticket) -> None:
    ship_triggers()
    give(ticket, ben, world.agent)
    come_back(world, ticket)
    assert mailed() == ["ben@desk.example"] * 2
    assert {row.body.partition("\n")[0] for row in Outbound.objects.filter(article=None)} == {"Hello Ben Becker,"}
    assert told() == [("Ben Becker", "assigned"), ("Ben Becker", "answered")]


def test_who_wants_no_mail_gets_none_from_the_trigger_either(world: World, ben: User, ticket: Ticket) -> None:
    ship_triggers()
    choose(ben, {**USUAL, NotificationKind.ASSIGNED: Ways(page=True, mail=False)})
    give(ticket, ben, world.agent)
    assert (told(), mailed()) == ([("Ben Becker", "assigned")], [])


def test_new_ticket_is_told_to_who_wants_it_and_may_read_it(world: World, ben: User) -> None:
    stranger = User.objects.create_user("otto@desk.example", name="Otto")
    for user in (ben, stranger):
        choose(user, {**USUAL, NotificationKind.NEW: Ways(page=True, mail=False)})
    arrive(world.channel, eml())
    assert told() == [("Ben Becker", "new")]


def test_reminder_is_told_when_its_time_comes(world: World, ben: User, ticket: Ticket) -> None:
    past = timezone.now() - datetime.timedelta(minutes=1)
    Ticket.objects.update(owner=ben, state="pending_reminder", pending_until=past)
    end_pending()
    follow()
    assert told() == [("Ben Becker", "reminder")]


def test_mention_is_told_and_lets_one_follow(world: World, ben: User, ticket: Ticket) -> None:
    write_note(ticket, world.agent, "Could you look, @ben becker? Thanks, @Anna Agent")
    assert told() == [("Ben Becker", "mention")]
    assert set(Follow.objects.values_list("user__name", flat=True)) == {"Ben Becker", "Anna Agent"}
    write_note(ticket, world.agent, "Done.")
    assert told()[1:] == [("Ben Becker", "followed")]


def test_nobody_is_told_of_what_they_may_not_read(world: World, ben: User, ticket: Ticket) -> None:
    follow_ticket(ben, ticket)
    GroupAccess.objects.update(levels=[Level.CREATE])
    GroupAccess.objects.create(group=world.group, user=world.agent, levels=[Level.FULL])
    write_note(ticket, world.agent, "Not for @Ben Becker")
    assert (told(), mailed()) == ([], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Anna Agent please", ["Anna Agent"]),
        ("(@anna)", ["Anna Agent"]),
        ("@Anna Agentur", ["Anna Agent"]),
        ("@annabel", []),
        ("anna@desk.example", []),
        ("@Ann and @Anna Agent-Smith", ["Anna Agent-Smith"]),
    ],
)
def test_names_are_found_where_they_are_meant(text: str, expected: list[str]) -> None:
    people = [
        User(pk=1, name="Anna Agent", email="anna@desk.example"),
        User(pk=2, name="Anna Agent-Smith", email="s@x"),
    ]
    assert [user.name for user in named_in(text, people)] == expected


def test_substitute_is_told_too_while_one_is_away(world: World, ben: User, ticket: Ticket) -> None:
    today = timezone.now().date()
    be_away(world.agent, ben, today, today)
    give(ticket, world.agent, None)
    assert sorted(told()) == [("Anna Agent", "assigned"), ("Ben Becker", "assigned")]
    assert sorted(mailed()) == ["anna@desk.example", "ben@desk.example"]
    body = Outbound.objects.get(article=None, recipients=["ben@desk.example"]).body
    assert "You are told because you stand in for Anna Agent." in body
    assert Notification.objects.get(user=ben).instead_of == world.agent


def test_substitute_is_left_alone_before_and_after(world: World, ben: User, ticket: Ticket) -> None:
    today = timezone.now().date()
    later = today + datetime.timedelta(days=3)
    be_away(world.agent, ben, later, later)
    give(ticket, world.agent, None)
    assert told() == [("Anna Agent", "assigned")]


def test_nobody_stands_in_for_themselves_and_no_customer_does(world: World) -> None:
    today = timezone.now().date()
    for substitute in (world.agent, world.customer):
        with pytest.raises(AbsenceRefused):
            be_away(world.agent, substitute, today, today)


def test_address_of_our_own_gets_no_notice(world: World, ben: User, ticket: Ticket) -> None:
    """A user with the address of a channel: the notice would come back as a mail, and that be told again."""
    User.objects.filter(pk=ben.pk).update(email=world.address.email)
    give(ticket, User.objects.get(pk=ben.pk), world.agent)
    assert (told(), mailed()) == ([("Ben Becker", "assigned")], [])
