"""One person of every kind, each in a browser of their own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postroom.models import Role, User
from tests.world import World, make_world


@dataclass(frozen=True, slots=True)
class Cast:
    """The installation and who looks at it."""

    world: World
    administrator: User

    def client(self, user: User | None) -> Client:
        """Return a browser without JavaScript in which `user` is signed in."""
        client = Client()
        if user is not None:
            client.force_login(user)
        return client


@pytest.fixture
def cast(db: None) -> Cast:
    """Return an installation with an administrator who is no agent."""
    world = make_world()
    chief = User.objects.create_user("chief@desk.example", "correct horse battery", name="Chief", language="en")
    chief.roles.add(Role.objects.create(name="Administrator", is_administrator=True))
    return Cast(world, chief)


@pytest.fixture
def pages(cast: Cast) -> Client:
    """Return a browser without JavaScript in which the administrator is signed in."""
    return cast.client(cast.administrator)


MOST_STATEMENTS = 13
"""Of a list: about eight for the frame and who looks, the rest for the rows, however many they are."""


def statements(client: Client, url: str) -> int:
    """Return how many statements a page needs."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
