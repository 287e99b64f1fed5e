"""What an agent does in the browser, and what shows that it is done; a function an action, a time each call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from playwright.sync_api import Page, ViewportSize, sync_playwright

from benchmarks.desk_cast import Agent
from benchmarks.paint_clock import paint
from tests.web.chromium import ARGUMENTS, EXECUTABLE, UNDER_WAY

_LAPTOP: ViewportSize = {"width": 1440, "height": 900}
_WARM = 2
_NEW_PAGE = "document.querySelector('h1:not([data-old])')"
_TICKET = f"{_NEW_PAGE} && document.querySelector('.article')"
_ROW = "document.activeElement.matches('.row-link:not([data-old])')"
_OVERVIEWS = ("unassigned", "pending", "open")
_WORDS = ("drucker", "invoice", "kabel")
Times = dict[str, list[float]]


def measured(address: str, agent: Agent, rounds: int) -> Times:
    """Do everything `rounds` times, after some times that do not count; return milliseconds by action."""
    taken: Times = defaultdict(list)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        page = browser.new_page(viewport=_LAPTOP, base_url=address, locale="en-US")
        page.context.add_cookies([{"name": "sessionid", "value": agent.session, "url": address}])
        page.goto("/tickets/?overview=open")
        page.locator("html[data-js]").wait_for(state="attached")
        for turn in range(_WARM + rounds):
            for action, milliseconds in _round(page, turn):
                if turn >= _WARM:
                    taken[action].append(milliseconds)
        browser.close()
    return taken


def _round(page: Page, turn: int) -> Iterator[tuple[str, float]]:
    for overview in _OVERVIEWS:
        yield "open an overview", _open_overview(page, overview)
    yield "next ticket of a list", _press(page, "j", _ROW)
    yield "next ticket of a list", _press(page, "j", _ROW)
    yield "previous ticket of it", _press(page, "k", _ROW)
    yield "open a ticket", _open_ticket(page, turn)
    yield "change the state", _change_state(page)
    page.keyboard.press("Escape")
    yield "open the composer", _press(page, "r", "document.activeElement?.matches('.ProseMirror')")
    yield "open the palette", _open_palette(page)
    for milliseconds in _search(page, _WORDS[turn % len(_WORDS)]):
        yield "search as one types", milliseconds


def _open_overview(page: Page, overview: str) -> float:
    link = page.locator(f".nav a[href$='overview={overview}']").first
    _rest(page)
    return paint(page, "click", f"{_NEW_PAGE} && document.querySelector('[data-ticket]')", link.click)


def _open_ticket(page: Page, turn: int) -> float:
    _rest(page)
    link = page.locator("[data-ticket] .row-link").nth(5 + turn % 20)
    return paint(page, "click", _TICKET, link.click)


def _change_state(page: Page) -> float:
    """Choose by the first letter and confirm by Enter, as people do in a closed list."""
    field = page.locator("#attributes [name=state]")
    chosen = "open" if field.input_value() == "closed" else "closed"
    field.focus()
    shown = f"document.querySelector('.head__title .state')?.textContent.toLowerCase().includes('{chosen}')"
    page.keyboard.press(chosen[0])
    return _press(page, "Enter", shown)


def _open_palette(page: Page) -> float:
    shown = "document.querySelector('#palette[open] [role=option]') && document.activeElement.closest('#palette')"
    taken = _press(page, "Control+k", shown)
    page.keyboard.press("Escape")
    return taken


def _search(page: Page, word: str) -> Iterator[float]:
    """Type letter by letter, each when the results of the one before are there."""
    page.goto("/search/")
    page.locator("html[data-js]").wait_for(state="attached")
    page.get_by_role("searchbox").focus()
    for letter in word:
        yield _press(page, letter, "document.querySelector('#results:not([data-old])')")


def _press(page: Page, key: str, shown: str) -> float:
    _rest(page)
    return paint(page, "keydown", shown, lambda: page.keyboard.press(key))


def _rest(page: Page) -> None:
    """Wait until nothing comes from the server."""
    page.locator(UNDER_WAY).first.wait_for(state="hidden")
