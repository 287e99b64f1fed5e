"""Own and shared overviews: who is offered them, what they hold for whom, and what cannot be one."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from postroom.models import Group, GroupAccess, Level, Role, StoredOverview, Ticket, User
from postroom.tickets.access import remember_rights
from postroom.tickets.counting import MOST
from postroom.tickets.overview_editing import OverviewDraft, OverviewRefused, move_overview, of_owner, save_overview
from postroom.tickets.overviews import OVERVIEWS, counts, overviews_for, tickets_in
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
NOW = timezone.now()
EVERY: dict[str, Any] = {"all": []}


@pytest.fixture
def world() -> World:
    return make_world()


def leaf(field: str, op: str, *value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value[0] if len(value) == 1 else list(value)}


def add(world: World, number: str, **values: Any) -> Ticket:
    values = {"group": world.group, "customer": world.customer, "created_at": NOW, "updated_at": NOW, **values}
    return Ticket.objects.create(number=number, title=f"Title {number}", **values)


def agent(name: str, *groups: Group, levels: tuple[Level, ...] = (Level.FULL,)) -> User:
    user = User.objects.create_user(f"{name}@desk.example", name=name)
    user.roles.add(Role.objects.create(name=name, is_agent=True))
    for group in groups:
        GroupAccess.objects.create(group=group, user=user, levels=list(levels))
    return user


def shared(name: str, conditions: dict[str, Any] = EVERY, **whom: Any) -> StoredOverview:
    return save_overview(OverviewDraft(name, conditions, **whom), None)


def names(user: User) -> list[str]:
    return [str(item.name) for item in overviews_for(user)[len(OVERVIEWS) :]]


def numbers(row: StoredOverview, user: User) -> list[str]:
    (overview,) = [item for item in overviews_for(user) if item.slug == str(row.pk)]
    return sorted(ticket.number for ticket in tickets_in(overview, user))


def test_overviews_are_offered_to_whom_they_are_for(world: World) -> None:
    elsewhere = Group.objects.create(name="Elsewhere")
    other = agent("other", elsewhere)
    shared("Everyone", everyone=True)
    shared("Group", groups=[elsewhere])
    shared("Role", roles=[Role.objects.get(name="Agent")])
    shared("Both", groups=[world.group, elsewhere], roles=[Role.objects.get(name="other")])
    save_overview(OverviewDraft("Mine", EVERY), world.agent)
    assert names(world.agent) == ["Everyone", "Role", "Both", "Mine"]
    assert names(other) == ["Everyone", "Group", "Both"]


def test_shared_overview_never_shows_more_than_one_may_see(world: World) -> None:
    elsewhere = Group.objects.create(name="Elsewhere")
    other = agent("other", elsewhere)
    reader = agent("reader", world.group, levels=(Level.READ,))
    add(world, "1")
    add(world, "2", group=elsewhere)
    named = leaf("ticket.group", "is", [world.group.pk, elsewhere.pk])
    for row in (shared("All", everyone=True), shared("Named", {"any": [named]}, everyone=True)):
        assert [numbers(row, user) for user in (world.agent, other, reader)] == [["1"], ["2"], []]
        counted = [counts(user, overviews_for(user))[str(row.pk)] for user in (world.agent, other, reader)]
        assert counted == [1, 1, 0]


def test_me_and_my_groups_are_whoever_looks(world: World) -> None:
    bert = agent("bert", world.group)
    reader = agent("reader", world.group, levels=(Level.OVERVIEW,))
    add(world, "1", owner=world.agent)
    add(world, "2", owner=bert)
    mine = shared("Mine", {"all": [leaf("ticket.owner", "is", ["me"])]}, everyone=True)
    others = shared("Others", {"all": [leaf("ticket.owner", "is_not", ["me"])]}, everyone=True)
    groups = shared("Groups", {"all": [leaf("ticket.group", "is", ["mine"])]}, everyone=True)
    assert [numbers(row, world.agent) for row in (mine, others, groups)] == [["1"], ["2"], ["1", "2"]]
    assert [numbers(row, bert) for row in (mine, others, groups)] == [["2"], ["1"], ["1", "2"]]
    assert [numbers(row, reader) for row in (mine, others, groups)] == [[], ["1", "2"], []]


def test_relative_times_move_with_the_clock(world: World) -> None:
    add(world, "old", created_at=NOW - datetime.timedelta(days=4))
    add(world, "new")
    row = shared("Old", {"all": [leaf("ticket.created_at", "older_than", 3 * 24 * 60)]}, everyone=True)
    assert numbers(row, world.agent) == ["old"]
    Ticket.objects.filter(number="new").update(created_at=NOW - datetime.timedelta(days=3, minutes=1))
    assert numbers(row, world.agent) == ["new", "old"]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC", "America/Los_Angeles"])
def test_today_is_the_day_of_whoever_looks(zone: str, world: World) -> None:
    with timezone.override(zone):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        for number, minutes in (("before", -1), ("first", 0)):
            when = midnight + datetime.timedelta(minutes=minutes)
            add(world, number, state="closed", closed_at=when)
        closed_today = next(item for item in OVERVIEWS if item.slug == "closed_today")
        assert [ticket.number for ticket in tickets_in(closed_today, world.agent)] == ["first"]


@pytest.mark.parametrize(
    ("conditions", "sentence"),
    [
        ({"all": [leaf("ticket.title", "contains", "")]}, "a value for “Title”"),
        ({"all": [leaf("ticket.title", "matches", "^a")]}, "take too long for a list"),
        ({"all": [{"any": [leaf("ticket.title", "matches", "^a")]}]}, "take too long for a list"),
        ({"all": [leaf("event.kind", "is", ["opened"])]}, "There is no field"),
        ({"all": [leaf("ticket.owner", "is", ["nonsense"])]}, "cannot answer these conditions"),
        ({"all": [leaf("ticket.created_at", "older_than", "soon")]}, "cannot answer these conditions"),
        ({"all": [leaf("ticket.title", "contains", "\0")]}, "cannot answer these conditions"),
    ],
)
def test_what_no_list_can_be_made_of_is_refused(conditions: dict[str, Any], sentence: str, world: World) -> None:
    with pytest.raises(OverviewRefused, match=sentence):
        shared("Bad", conditions, everyone=True)
    assert StoredOverview.objects.count() == 0
    assert Ticket.objects.count() == 0


def test_overview_that_is_not_understood_any_more_takes_no_other_along(world: World) -> None:
    add(world, "1")
    StoredOverview.objects.create(name="Odd", everyone=True, conditions={"field": "ticket.mood", "op": "is"})
    fine = shared("Fine", everyone=True)
    assert counts(world.agent, overviews_for(world.agent))[str(fine.pk)] == 1


def test_counts_are_one_statement_however_many_overviews(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        shared(f"O{number}", {"all": [leaf("ticket.title", "contains", str(number))]}, everyone=True)
        add(world, str(number))
    remember_rights(world.agent)
    offered = overviews_for(world.agent)
    with django_assert_num_queries(1):
        counted = counts(world.agent, offered)
    listed = {item.slug: tickets_in(item, world.agent).count() for item in offered if item.counted}
    assert counted == listed


def test_counting_ends_where_nobody_reads_on(world: World) -> None:
    rows = [
        Ticket(
            number=f"n{number}", title="T", group=world.group, customer=world.customer, created_at=NOW, updated_at=NOW
        )
        for number in range(MOST + 5)
    ]
    Ticket.objects.bulk_create(rows)
    assert counts(world.agent)["unassigned"] == MOST + 1


def test_overviews_move_among_those_of_their_owner(world: World) -> None:
    first, second, third = (save_overview(OverviewDraft(name, EVERY), world.agent) for name in ("A", "B", "C"))
    shared("S", everyone=True)
    move_overview(third, -1)
    move_overview(first, -1)
    move_overview(second, 1)
    assert [row.name for row in of_owner(world.agent)] == ["A", "C", "B"]
    assert names(world.agent) == ["S", "A", "C", "B"]
