"""Every component, in a real browser: accessible in both themes, at every width, without and with JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.web import chromium
from tests.web.axe import findings_in_both_themes

pytestmark = pytest.mark.browser
WIDTHS = (360, 720, 1440, 2560)


def test_styleguide_without_debug_does_not_exist() -> None:
    assert Client().get("/styleguide/").status_code == 404


@pytest.mark.parametrize("width", WIDTHS)
def test_styleguide_at_every_width_has_no_finding_in_either_theme(
    browser: Browser, styleguide: str, width: int
) -> None:
    with chromium.opened(browser, viewport={"width": width, "height": 900}) as page:
        page.goto(f"{styleguide}?bare")
        assert findings_in_both_themes(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_styleguide_at_every_width_never_scrolls_sideways(
    browser: Browser, styleguide: str, width: int, direction: str
) -> None:
    with chromium.opened(browser, viewport={"width": width, "height": 900}) as page:
        page.goto(f"{styleguide}?bare&dir={direction}")
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [360, 720, 900, 1100, 1440, 2560])
def test_title_of_a_row_is_legible_at_every_width(browser: Browser, styleguide: str, width: int) -> None:
    with chromium.opened(browser, viewport={"width": width, "height": 900}) as page:
        page.goto(f"{styleguide}?bare")
        shown = page.locator("[data-rows] td.title").evaluate_all("cells => cells.map(cell => cell.clientWidth)")
        assert min(shown) >= 190


def test_styleguide_in_german_is_marked_as_german_and_has_no_finding(browser: Browser, styleguide: str) -> None:
    with chromium.opened(browser, locale="de-DE") as page:
        page.goto(styleguide)
        expect(page.locator("html")).to_have_attribute("lang", "de")
        assert findings_in_both_themes(page) == []


def test_styleguide_with_doubled_text_loses_nothing(browser: Browser, styleguide: str) -> None:
    with chromium.opened(browser, viewport={"width": 720, "height": 450}, device_scale_factor=2) as page:
        page.goto(f"{styleguide}?bare")
        expect(page.get_by_role("button", name="Open navigation")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 720


def test_every_stop_of_the_keyboard_shows_its_focus(page: Page, styleguide: str) -> None:
    page.goto(f"{styleguide}?bare")
    stops = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS_OF_STOP))
    assert [stop for stop in stops if not stop["shown"]] == []
    assert len({stop["name"] for stop in stops}) > 40


FOCUS_OF_STOP = """() => {
  const own = element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  };
  const stop = document.activeElement;
  const around = [stop, stop.closest("tr"), stop.closest(".choice")].filter(Boolean);
  return { name: stop.outerHTML.slice(0, 200), shown: around.some(own) };
}"""
