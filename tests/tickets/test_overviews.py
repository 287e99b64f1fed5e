"""What the standing overviews hold, and that counting them is one statement that agrees with listing them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from postroom.models import Group, GroupAccess, Level, Ticket, TicketState, User
from postroom.tickets.access import remember_rights
from postroom.tickets.overviews import OVERVIEWS, counts, tickets_in
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MINE = ("mine", "open", "all")
FREE = ("unassigned", "open", "all")
CASES = {
    "new": (TicketState.NEW, False, None, FREE),
    "open": (TicketState.OPEN, False, None, FREE),
    "open of mine": (TicketState.OPEN, True, None, MINE),
    "pending": (TicketState.PENDING_REMINDER, True, timedelta(days=1), ("pending", "all")),
    "pending and reached": (TicketState.PENDING_CLOSE, True, timedelta(days=-1), (*MINE, "reached", "pending")),
    "closed": (TicketState.CLOSED, True, None, ("all",)),
    "merged": (TicketState.MERGED, True, None, ()),
}


@pytest.fixture
def world() -> World:
    return make_world()


def add(world: World, name: str, group: Group | None = None) -> Ticket:
    state, owned, until, _expected = CASES[name]
    return Ticket.objects.create(
        number=f"{name} {group or ''}",
        title=name,
        group=group or world.group,
        customer=world.customer,
        state=state,
        owner=world.agent if owned else None,
        pending_until=NOW + until if until else None,
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize("name", CASES)
def test_ticket_stands_in_its_overviews(name: str, world: World) -> None:
    add(world, name)
    holding = {overview.slug for overview in OVERVIEWS if tickets_in(overview, world.agent).exists()}
    assert holding == set(CASES[name][3])


def test_counts_agree_with_the_lists_in_one_statement(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    elsewhere = Group.objects.create(name="Elsewhere")
    for name in CASES:
        add(world, name)
        add(world, name, elsewhere)
    remember_rights(world.agent)
    with django_assert_num_queries(1):
        counted = counts(world.agent)
    listed = {overview.slug: tickets_in(overview, world.agent).count() for overview in OVERVIEWS}
    assert counted == {slug: listed[slug] for slug in counted}
    assert counted == {
        "mine": 2,
        "unassigned": 2,
        "open": 4,
        "reached": 1,
        "pending": 2,
        "mentions": 0,
        "closed_today": 0,
    }


def test_rights_are_remembered_only_where_asked_for(world: World) -> None:
    add(world, "open")
    assert counts(world.agent)["open"] == 1
    GroupAccess.objects.update(levels=[Level.READ])
    assert counts(world.agent)["open"] == 0
    remember_rights(world.agent)
    GroupAccess.objects.update(levels=[Level.FULL])
    assert (counts(world.agent)["open"], counts(User.objects.get(pk=world.agent.pk))["open"]) == (0, 1)
