"""Who is at a ticket: written seldom, forgotten in time, never in the way."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from postroom.live import presence
from postroom.live.presence import forget_absent, here, leave, others
from postroom.models import Presence, Ticket
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def ticket(world: World) -> Ticket:
    arrive(world.channel, eml())
    return Ticket.objects.get()


def test_signs_of_life_are_written_together(world: World, ticket: Ticket) -> None:
    here(world.agent, ticket, writing=False)
    here(world.agent, ticket, writing=False)
    with CaptureQueriesContext(connection) as asked:
        for _beat in range(20):
            here(world.agent, ticket, writing=False)
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        here(world.agent, ticket, writing=True)
    assert len(asked) > 0
    assert Presence.objects.get().writing


def test_who_left_is_gone_and_comes_back(world: World, ticket: Ticket) -> None:
    here(world.agent, ticket, writing=False)
    assert [row.user for row in others(world.customer, [ticket.pk])] == [world.agent]
    leave(world.agent, ticket)
    assert others(world.customer, [ticket.pk]) == []
    here(world.agent, ticket, writing=False)
    assert [row.user for row in others(world.customer, [ticket.pk])] == [world.agent]


def test_who_gives_no_sign_is_forgotten(world: World, ticket: Ticket) -> None:
    here(world.agent, ticket, writing=False)
    assert forget_absent() == 0
    Presence.objects.update(seen_at=timezone.now() - presence.GONE - datetime.timedelta(seconds=1))
    assert others(world.customer, [ticket.pk]) == []
    assert (forget_absent(), Presence.objects.count()) == (1, 0)
    leave(world.agent, ticket)
