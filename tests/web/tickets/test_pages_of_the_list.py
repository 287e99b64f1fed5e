"""Pages that begin after a row: in every order, nothing twice and nothing left out."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.utils import timezone

from postroom.models import Group, Organisation, Ticket, TicketState, User
from postroom.web.tickets.keyset import page_of
from postroom.web.tickets.order import GROUPINGS, SORTS, keys_for
from tests.world import World

NOW = timezone.now()
SIZE = 7


@pytest.fixture
def tickets(world: World) -> list[Ticket]:
    """Forty tickets with many equal and missing values."""
    chance = random.Random(5)  # a shuffle, no secret
    groups = [world.group, Group.objects.create(name="Åcht"), Group.objects.create(name="zwei")]
    firm = Organisation.objects.create(name="Firm")
    people = [
        world.customer,
        User.objects.create_user("x@customer.example"),
        User.objects.create_user("y@c.example", name="Ä"),
    ]
    hours = [NOW + datetime.timedelta(hours=number) for number in range(3)]
    rows = [
        Ticket(
            number=str(chance.choice([9, 10, 100]) * 1000 + number),
            title=chance.choice(["", "same", "Same", "ä", "x" * 300]),
            group=chance.choice(groups),
            owner=chance.choice([None, world.agent]),
            customer=chance.choice(people),
            organisation=chance.choice([None, firm]),
            state=chance.choice(TicketState.values),
            priority=chance.choice([1, 2, 3]),
            pending_until=chance.choice([None, *hours]),
            closed_at=chance.choice([None, *hours]),
            created_at=chance.choice(hours),
            updated_at=chance.choice(hours),
        )
        for number in range(40)
    ]
    return Ticket.objects.bulk_create(rows)


def forwards(sort: str, group_by: str) -> Iterator[tuple[list[int], str]]:
    after = ""
    while True:
        page = page_of(Ticket.objects.all(), keys_for(sort, group_by), SIZE, after)
        yield [row.pk for row in page], page.previous
        after = page.next
        if not after:
            return


@pytest.mark.parametrize("group_by", ["", *GROUPINGS])
@pytest.mark.parametrize("backwards", ["", "-"])
def test_pages_together_are_the_list_both_ways(group_by: str, backwards: str, tickets: list[Ticket]) -> None:
    for name in SORTS:
        sort = backwards + name
        pages = list(forwards(sort, group_by))
        whole = [row.pk for row in page_of(Ticket.objects.all(), keys_for(sort, group_by), 1000)]
        assert [pk for rows, _previous in pages for pk in rows] == whole, sort
        assert sorted(whole) == sorted(ticket.pk for ticket in tickets)
        for (rows, _), (_, previous) in pairwise(pages):
            page = page_of(Ticket.objects.all(), keys_for(sort, group_by), SIZE, before=previous)
            assert [row.pk for row in page] == rows, sort


def test_what_comes_in_meanwhile_moves_nothing(tickets: list[Ticket], world: World) -> None:
    keys = keys_for("-changed", "")
    first = page_of(Ticket.objects.all(), keys, SIZE)
    rest = [row.pk for row in page_of(Ticket.objects.all(), keys, 1000, first.next)]
    later = NOW + datetime.timedelta(days=1)
    Ticket.objects.create(
        number="new", title="n", group=world.group, customer=world.customer, created_at=later, updated_at=later
    )
    Ticket.objects.filter(pk=first.rows[-1].pk).delete()
    assert [row.pk for row in page_of(Ticket.objects.all(), keys, 1000, first.next)] == rest


@pytest.mark.parametrize("place", ["nonsense", "W10", "WzFd", "e30", "bnVsbA", "WyJ4IiwgMV0", "ÿ", "=" * 5])
def test_place_that_is_none_is_the_beginning(place: str, tickets: list[Ticket]) -> None:
    keys = keys_for("-changed", "")
    assert page_of(Ticket.objects.all(), keys, SIZE, place).rows == page_of(Ticket.objects.all(), keys, SIZE).rows
