"""The palette on Ctrl-K: what it offers to whom, that it does it, and where the focus is afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.models import Macro, Role, Ticket, User
from postroom.search.index import index_waiting
from tests.web import chromium
from tests.web.axe import findings_in_both_themes
from tests.world import World, arrive, eml, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    """Return an installation with one ticket."""
    made = make_world()
    arrive(made.channel, eml(subject="Printer on fire"))
    return made


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, world: World) -> Iterator[Page]:
    """Yield a browser in which the agent is signed in."""
    client = Client()
    client.force_login(world.agent)
    session = client.cookies["sessionid"].value
    with chromium.opened(browser, viewport={"width": 1440, "height": 900}, base_url=live_server.url) as page:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield page


def find(page: Page, typed: str) -> None:
    """Open the palette and type."""
    page.keyboard.press("Control+k")
    expect(page.locator("#palette").get_by_role("combobox")).to_be_focused()
    page.keyboard.type(typed)


def test_actions_fields_macros_and_pages_are_reached_by_their_names(world: World, desk: Page) -> None:
    Macro.objects.create(name="Urgent", actions=[{"action": "change", "priority": 3}])
    ticket = Ticket.objects.get()
    desk.goto(f"/tickets/{ticket.pk}/")
    find(desk, "internal")
    assert findings_in_both_themes(desk) == []
    desk.keyboard.press("Enter")
    paper = desk.locator(".ProseMirror")  # not the text area that stands there until the editor does
    expect(paper).to_be_focused()
    desk.keyboard.type("Half a")
    find(desk, "owner")
    desk.keyboard.press("Escape")
    expect(paper).to_be_focused()
    find(desk, "owner")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Owner")).to_be_focused()
    expect(paper).to_have_text("Half a")
    find(desk, "urg")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("“Urgent” was run on one ticket.")).to_be_visible()
    find(desk, "all open")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="All open")).to_be_visible()
    find(desk, "on fire")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(rf"/tickets/{ticket.pk}/$"))


def test_tickets_are_searched_and_administration_is_offered_to_administrators_only(world: World, desk: Page) -> None:
    User.objects.filter(pk=world.agent.pk).update(language="de")
    index_waiting()
    desk.goto("/tickets/?overview=mine")
    options = desk.locator("#palette").get_by_role("option")
    find(desk, "kanaele")
    expect(options).to_have_text(["Überall suchen: kanaele"])
    desk.keyboard.press("Escape")
    find(desk, "printer")
    expect(options).to_have_text([re.compile("Printer on fire"), "Überall suchen: printer"])
    desk.keyboard.press("Enter")
    expect(desk.locator("h1", has_text="Printer on fire")).to_be_visible()
    world.agent.roles.add(Role.objects.create(name="Chief", is_administrator=True))
    desk.goto("/tickets/")
    find(desk, "gruppen")
    expect(options.nth(0).locator(".palette__title")).to_have_text("Gruppen")
    expect(options.nth(1).locator(".palette__title")).to_have_text("Heute in meinen Gruppen geschlossen")
    desk.keyboard.press("Escape")
    find(desk, "kanaele")
    expect(options.nth(0)).to_contain_text("Kanäle")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/channels/$"))
