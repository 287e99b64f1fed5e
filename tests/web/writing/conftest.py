"""An agent about to write, with a signature and in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from postroom.models import Signature, Ticket
from tests.servers.running import eventually
from tests.web import chromium
from tests.world import World, arrive, eml, make_world

MAIL = "Hello,\n\nthe first line\nthe second line\nthe third line\n"


@pytest.fixture
def world(db: None) -> World:
    """Return an installation whose group has a signature."""
    made = make_world()
    made.group.signature = Signature.objects.create(name="S", body="<p>Yours, #{agent.name}</p>")
    made.group.save()
    return made


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Return the ticket of a mail of several lines."""
    arrive(world.channel, eml(message_id="<one@customer.example>", body=MAIL))
    return Ticket.objects.get()


@pytest.fixture
def pages(client: Client, world: World) -> Client:
    """Return a browser without JavaScript in which the agent is signed in."""
    client.force_login(world.agent)
    return client


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, pages: Client) -> Iterator[Page]:
    """Yield a browser in which the agent is signed in."""
    harmless = "status of (422|409)|ERR_ABORTED"
    with chromium.opened(
        browser, harmless, viewport={"width": 1440, "height": 900}, base_url=live_server.url, locale="en-GB"
    ) as page:
        session = pages.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield page
        for open_page in page.context.pages:
            open_page.goto("about:blank")
    # What the pages still asked as they closed must not meet the emptying of the tables.
    eventually(_is_quiet)


def _is_quiet() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND state <> 'idle'"
        )
        return bool(cursor.fetchone() == (0,))
