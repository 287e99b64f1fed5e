"""One person of every kind, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from postroom.configuration import configuration, forget
from postroom.models import Role, User
from tests.web import chromium
from tests.world import World, make_world

LAPTOP = {"width": 1440, "height": 900}


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
    return _make_cast()


def _make_cast() -> Cast:
    world = make_world()
    chief = User.objects.create_user("chief@desk.example", "correct horse battery", name="Chief", language="en")
    chief.roles.add(Role.objects.create(name="Administrator", is_administrator=True))
    return Cast(world, chief)


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[tuple[Page, Cast]]:
    """Yield a browser in which the administrator is signed in, and the installation; `page.goto` takes paths."""
    made = _make_cast()
    session = made.client(made.administrator).cookies["sessionid"].value
    with chromium.opened(browser, harmless="status of 422", viewport=LAPTOP, base_url=live_server.url) as page:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield page, made


@pytest.fixture
def pages(cast: Cast) -> Client:
    """Return a browser without JavaScript in which the administrator is signed in."""
    return cast.client(cast.administrator)


MOST_STATEMENTS = 13
"""Of a list: about eight for the frame and who looks, the rest for the rows, however many they are."""


def warm(client: Client, url: str) -> None:
    """Have a page shown once: that somebody is here is noted, and settings, kept for two seconds, are new."""
    client.get(url)
    forget()
    configuration()


def statements(client: Client, url: str) -> int:
    """Return how many statements a page needs that is not the first."""
    warm(client, url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
