"""A colour that nobody could read, and a logo, in a browser: readable in either theme, and the policy is content."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from postroom.configuration import forget
from tests.pictures import png
from tests.web.axe import findings_in_both_themes
from tests.web.cast import Cast, desk

__all__ = ["desk"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def fresh(transactional_db: None) -> Iterator[None]:
    """Other tests must not see what was configured here."""
    forget()
    yield
    forget()


def test_yellow_can_be_read_in_either_theme(desk: tuple[Page, Cast]) -> None:
    page, _cast = desk
    page.goto("/settings/appearance/")
    page.get_by_label("Colour", exact=True).fill("#ffff00")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("This page shows #ffff00.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. The colour is used everywhere")).to_be_visible()
    page.get_by_label("Picture").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": png(400, 60)})
    page.get_by_role("button", name="Use this logo").click()
    expect(page.get_by_text("The logo is shown from now on.")).to_be_visible()
    expect(page.locator(".side .brand__logo")).to_be_visible()
    colours = "element => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]"
    for theme, expected in (
        ("light", ["rgb(153, 153, 0)", "rgb(19, 20, 22)"]),
        ("dark", ["rgb(255, 255, 0)", "rgb(19, 20, 22)"]),
    ):
        assert page.locator(f".look--{theme} .button").evaluate(colours) == expected
    assert findings_in_both_themes(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator(".bar .brand__logo")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
