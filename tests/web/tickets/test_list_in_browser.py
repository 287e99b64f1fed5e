"""The list by keyboard alone: select along the way, close, undo; and the editor that counts while one types."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from postroom.models import Role, StoredOverview, Ticket, TicketState
from tests.web.axe import findings_in_both_themes
from tests.web.cast import Cast, desk
from tests.world import arrive, eml

__all__ = ["desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_work(desk: tuple[Page, Cast]) -> Page:
    """Return the browser of somebody who is administrator and agent, with five tickets."""
    page, cast = desk
    cast.administrator.roles.add(Role.objects.get(name="Agent"))
    arrive(cast.world.channel, *(eml(subject=f"Matter {letter}") for letter in "ABCDE"))
    return page


def closed() -> list[str]:
    return sorted(Ticket.objects.filter(state=TicketState.CLOSED).values_list("title", flat=True))


def test_rows_are_selected_closed_and_opened_again_by_keyboard(at_work: Page) -> None:
    at_work.goto("/tickets/?sort=title")
    for key in ("j", "Shift+ArrowDown", "Shift+ArrowDown", "j", "x"):
        at_work.keyboard.press(key)
    expect(at_work.locator("[data-row-select]:checked")).to_have_count(4)
    expect(at_work.locator("[data-row-count]")).to_have_text("4")
    at_work.keyboard.press("e")
    expect(at_work.get_by_text("4 tickets changed.")).to_be_visible()
    expect(at_work.locator("[data-ticket]")).to_have_count(1)
    assert closed() == ["Matter A", "Matter B", "Matter C", "Matter D"]
    at_work.keyboard.press("z")
    expect(at_work.get_by_text("Taken back for 4 tickets.")).to_be_visible()
    expect(at_work.locator("[data-ticket]")).to_have_count(5)
    assert closed() == []


def test_shift_and_mouse_select_all_between(at_work: Page) -> None:
    at_work.goto("/tickets/?sort=title")
    boxes = at_work.locator("[data-row-select]")
    boxes.nth(3).click()
    boxes.nth(1).click(modifiers=["Shift"])
    expect(at_work.locator("[data-row-select]:checked")).to_have_count(3)
    at_work.get_by_label("all 5 tickets of this list").check()
    at_work.locator("#bulk").get_by_role("button", name="Close").click()
    expect(at_work.get_by_text("5 tickets changed.")).to_be_visible()
    assert len(closed()) == 5
    at_work.goto("/tickets/done/")
    at_work.get_by_role("button", name="Undo").click()
    expect(at_work.get_by_text("Taken back for 5 tickets.")).to_be_visible()
    assert closed() == []


def test_editor_counts_while_one_types_and_the_list_is_there_at_once(at_work: Page) -> None:
    at_work.goto("/overviews/new/")
    at_work.get_by_label("Name", exact=True).fill("Letter B")
    _choose(at_work, "#c-0-field", "ticket.title")
    _choose(at_work, "#c-0-op", "contains")
    at_work.locator("#c-0-value").press_sequentially("matter")
    expect(at_work.locator("#matching")).to_contain_text("5 tickets fit now.")
    at_work.locator("#c-0-value").press_sequentially(" b")
    expect(at_work.locator("#matching")).to_contain_text("1 ticket fits now.")
    at_work.keyboard.press("Tab")
    at_work.locator(".form__actions").get_by_role("button", name="Save").click()
    expect(at_work.locator("#overviews").get_by_role("link", name="Letter B")).to_contain_text("1")
    expect(at_work.locator("[data-ticket]")).to_have_count(1)
    assert StoredOverview.objects.get().name == "Letter B"


def _choose(page: Page, field: str, value: str) -> None:
    """Choose something that changes the editor, and wait until it has changed."""
    with page.expect_response("**/overviews/new/"):
        page.locator(field).select_option(value)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 360])
def test_pages_are_for_everybody(width: int, at_work: Page) -> None:
    at_work.set_viewport_size({"width": width, "height": 900})
    ticket = Ticket.objects.get(title="Matter A")
    Ticket.objects.filter(pk=ticket.pk).update(article_count=2)
    paths = ["/tickets/?sort=-state", "/tickets/done/", "/overviews/", "/overviews/new/", "/overviews/shared/new/"]
    paths += ["/templates/", "/templates/new/", f"/articles/{ticket.articles.get().pk}/split/"]
    found = {}
    for path in paths:
        at_work.goto(path)
        found[path] = findings_in_both_themes(at_work)
        assert at_work.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    at_work.goto("/tickets/")
    at_work.get_by_text("View", exact=True).click()
    found["view"] = findings_in_both_themes(at_work)
    assert {path: lines for path, lines in found.items() if lines} == {}
