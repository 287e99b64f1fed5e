"""The bell rings at once; colleagues are offered behind an @; what comes by itself is for everybody (axe)."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from postroom.models import Mention, Ticket, User
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.informing.absences import be_away
from postroom.tickets.locking import locked
from tests.web.axe import findings_in_both_themes
from tests.web.live.meeting import at_desk, colleague
from tests.web.live.server import WebServer
from tests.world import World, arrive, eml, follow, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    # Playwright's loop runs in the thread of the test, which asks the database only between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return make_world()


@pytest.fixture
def ticket(world: World) -> Ticket:
    arrive(world.channel, eml())
    return Ticket.objects.get()


def test_mention_rings_the_bell_of_who_is_meant(
    served: WebServer, browser: Browser, world: World, ticket: Ticket
) -> None:
    ben = colleague()
    with at_desk(browser, served.url, world.agent) as anna, at_desk(browser, served.url, ben) as his:
        his.goto("/tickets/")
        expect(his.locator("html")).to_have_attribute("data-connection", "open")
        anna.goto(f"/tickets/{ticket.pk}/")
        anna.keyboard.press("n")
        paper = anna.locator(".ProseMirror")
        paper.press_sequentially("Please look, @be")
        anna.locator(".popup__option", has_text="Ben Becker").click()
        expect(paper).to_contain_text("@Ben Becker")
        paper.press_sequentially("thanks")
        paper.press("Control+Enter")
        expect(anna.locator(".article--note")).to_contain_text("@Ben Becker")
        assert Mention.objects.get().user == ben
        follow()
        expect(his.locator("#bell-count")).to_contain_text("1 unread")
        his.get_by_role("link", name="Notifications").first.click()
        expect(his.locator("tr.unread")).to_contain_text("Anna Agent mentioned you.")
        his.locator("tr.unread .row-link").click()
        expect(his.get_by_role("heading", name="Printer on fire")).to_be_visible()
        expect(his.locator("#bell-count")).to_be_empty()


def test_bell_rings_for_who_follows_and_for_the_substitute(
    served: WebServer, browser: Browser, world: World, ticket: Ticket
) -> None:
    ben, cara = colleague(), colleague("Cara Cole", "cara@desk.example")
    today = timezone.now().date()
    be_away(world.agent, cara, today, today)
    with acting(None, "web") as act:
        change(act, locked(ticket.pk), owner=world.agent)
    follow()
    with at_desk(browser, served.url, ben) as his, at_desk(browser, served.url, cara) as hers:
        his.goto(f"/tickets/{ticket.pk}/")
        his.get_by_role("button", name="Follow", exact=True).click()
        expect(his.get_by_role("button", name="Following")).to_be_visible()
        hers.goto("/tickets/")
        for page in (his, hers):
            expect(page.locator("html")).to_have_attribute("data-connection", "open")
        expect(hers.locator("#bell-count")).to_contain_text("1 unread")
        arrive(world.channel, eml(subject=f"RE: [Ticket#{ticket.number}]", body="It still burns."))
        expect(his.locator("#thread")).to_contain_text("It still burns.")
        expect(his.locator("#bell-count")).to_contain_text("1 unread")
        expect(hers.locator("#bell-count")).to_contain_text("2 unread")


@pytest.mark.parametrize("width", [1440, 360])
def test_pages_are_for_everybody(width: int, served: WebServer, browser: Browser, world: World, ticket: Ticket) -> None:
    ben = colleague("Bartholomäus von und zu Hohenstaufen-Wittelsbach")
    User.objects.filter(pk=world.agent.pk).update(language="de" if width == 360 else "en")
    with acting(ben, "web") as act:
        change(act, locked(ticket.pk), owner=world.agent)
    follow()
    size = {"width": width, "height": 900}
    with at_desk(browser, served.url, world.agent, viewport=size) as page, at_desk(browser, served.url, ben) as his:
        his.goto(f"/tickets/{ticket.pk}/")
        page.goto("/tickets/")
        expect(page.locator("html")).to_have_attribute("data-connection", "open")
        arrive(world.channel, eml(subject="Just in"))
        expect(page.locator("tr[data-mark=new]")).to_contain_text("Just in")
        expect(page.locator(".here")).to_have_count(1)
        found = {"list": _looked_at(page)}
        for name, path in (("notifications", "/notifications/"), ("settings", "/notifications/settings/")):
            page.goto(path)
            found[name] = _looked_at(page)
        page.goto(f"/tickets/{ticket.pk}/")
        expect(page.locator("#here")).to_contain_text("Bartholomäus")
        found["ticket"] = _looked_at(page)
    assert {name: lines for name, lines in found.items() if lines} == {}


def _looked_at(page: Page) -> list[str]:
    lines = findings_in_both_themes(page)
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        lines.append("scrolls sideways")
    return lines
