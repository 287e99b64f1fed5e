"""The two ways to use a page: by mouse, and by keyboard alone. What can be done is the same."""

from __future__ import annotations

import re
from typing import Protocol

from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 150
"""Of Tab, until a control has to be reached."""


class Hands(Protocol):
    """Somebody at a page. Names are those that a screen reader says."""

    page: Page

    def go(self, name: str) -> None:
        """Go to a page of the navigation."""

    def press(self, role: str, name: str) -> None:
        """Use the first button or link of this name in the page's content."""

    def write(self, name: str, text: str) -> None:
        """Write into the field of this name."""

    def choose(self, name: str, option: str) -> None:
        """Choose an option, named as it is shown."""

    def tick(self, name: str) -> None:
        """Tick the first box of this name."""


class Mouse:
    """Points and clicks; types only text."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, name: str) -> None:
        self.page.get_by_role("navigation").get_by_role("link", name=_named(name)).first.click()

    def press(self, role: str, name: str) -> None:
        _control(self.page, role, name).click()

    def write(self, name: str, text: str) -> None:
        _control(self.page, "textbox", name).fill(text)

    def choose(self, name: str, option: str) -> None:
        _control(self.page, "combobox", name).select_option(label=option)

    def tick(self, name: str) -> None:
        _control(self.page, "checkbox", name).check()


class Keyboard:
    """Goes by the palette and by Tab, presses by Enter and Space: what Tab does not reach cannot be used."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, name: str) -> None:
        self.page.keyboard.press("Control+k")
        expect(self.page.locator("#palette").get_by_role("combobox")).to_be_focused()
        self.page.keyboard.type(name)
        expect(self.page.locator("#palette [aria-selected=true] .palette__title")).to_have_text(name)
        self.page.keyboard.press("Enter")

    def press(self, role: str, name: str) -> None:
        self._reach(_control(self.page, role, name))
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        self._reach(_control(self.page, "textbox", name))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        field = _control(self.page, "combobox", name)
        self._reach(field)
        self.page.keyboard.type(option)
        assert field.evaluate("select => select.selectedOptions[0].label") == option

    def tick(self, name: str) -> None:
        box = _control(self.page, "checkbox", name)
        self._reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def _reach(self, control: Locator) -> None:
        expect(control).to_be_visible()
        for _stop in range(MOST_STOPS):
            if control.evaluate("control => control === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {control}")


def _control(page: Page, role: str, name: str) -> Locator:
    return page.locator("main").get_by_role(role, name=_named(name)).first  # type: ignore[arg-type]


def _named(name: str) -> re.Pattern[str]:
    """Return what fits the name, also where a field says that it is optional or a link how many there are."""
    return re.compile(rf"^{re.escape(name)}( \({re.escape(_('optional'))}\)| \d+)?$")
