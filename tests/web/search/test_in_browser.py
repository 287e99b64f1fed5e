"""Searching as one types, by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from postroom.models import Role, Ticket, User
from postroom.search.index import index_waiting
from tests.web.axe import findings_in_both_themes
from tests.web.cast import Cast, desk
from tests.world import arrive, eml

__all__ = ["desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_work(desk: tuple[Page, Cast]) -> Page:
    """Return the browser of somebody who is administrator and agent, with tickets that are found."""
    page, cast = desk
    cast.administrator.roles.add(Role.objects.get(name="Agent"))
    long = "An_endless_word_without_a_place_to_break_" * 8
    arrive(cast.world.channel, *(eml(subject=f"Printer {n}", body=f"Paper jam number {n}.") for n in range(30)))
    arrive(cast.world.channel, eml(subject=f"Drucker {long}", body=f"Die Häuser {long} " * 20))
    index_waiting()
    return page


def test_results_come_while_one_types_and_open_by_keyboard(at_work: Page) -> None:
    at_work.goto("/tickets/")
    at_work.keyboard.press("/")
    at_work.keyboard.type("haeus")
    at_work.keyboard.press("Enter")
    field = at_work.get_by_role("searchbox", name="Search")
    expect(field).to_be_focused()
    expect(at_work.locator(".result")).to_have_count(1)
    field.fill("")
    field.press_sequentially("print")
    expect(at_work.locator(".result")).to_have_count(25)
    assert at_work.url.endswith("q=print")
    at_work.get_by_role("link", name="Show more").click()
    expect(at_work.locator(".result")).to_have_count(30)
    field.focus()
    for key in ("ArrowDown", "j", "j", "k", "Enter"):
        at_work.keyboard.press(key)
    expect(at_work).to_have_url(f"{at_work.url.partition('/tickets')[0].partition('/search')[0]}/tickets/{_second()}/")


def _second() -> int:
    return Ticket.objects.filter(title__startswith="Printer").order_by("-created_at", "-pk")[1].pk


def test_search_becomes_an_overview(at_work: Page) -> None:
    at_work.goto("/search/?q=printer state:new")
    at_work.get_by_role("button", name="Save as overview").click()
    expect(at_work.get_by_label("Name", exact=True)).to_have_value("printer state:new")
    at_work.get_by_role("button", name="Save", exact=True).click()
    expect(at_work.locator("[data-ticket]")).to_have_count(30)


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_are_for_everybody(at_work: Page, language: str) -> None:
    User.objects.update(language=language)
    for width in (1440, 360):
        at_work.set_viewport_size({"width": width, "height": 900})
        for query in ("", "?q=printer", "?q=haus&order=best", "?q=fron:x group:nowhere", "?q=carl&kind=customers"):
            at_work.goto(f"/search/{query}")
            assert findings_in_both_themes(at_work) == [], query
            assert at_work.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, query)
