"""An installation with a ticket, and its agent in front of the pages."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.models import Ticket
from tests.world import World, arrive, eml, make_world


@pytest.fixture
def world(db: None) -> World:
    """Return an installation with one group, one channel, one agent."""
    return make_world()


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Return the ticket of a mail that has just come in."""
    arrive(world.channel, eml(cc="dora@customer.example", message_id="<one@customer.example>"))
    return Ticket.objects.get()


@pytest.fixture
def pages(client: Client, world: World) -> Client:
    """Return a browser without JavaScript in which the agent is signed in."""
    client.force_login(world.agent)
    return client
