"""Debian's Chromium, and a page that remembers what went wrong on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

EXECUTABLE = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"
"""What htmx marks while something comes from the server. Whoever uses a page looks at what a step brought before the
next one; so do the tests, at every step."""
expect.set_options(timeout=30_000)
HARMLESS = ("verbose", "info", "log", "debug")


@contextmanager
def started() -> Iterator[Browser]:
    """Start the browser; skip the test, and say so, where there is none."""
    if not EXECUTABLE.exists():
        pytest.skip(f"NOT TESTED: there is no browser at {EXECUTABLE}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, harmless: str = "", **options: Any) -> Iterator[Page]:
    """Open a page of its own; the test fails if a script, the policy or the console complained meanwhile.

    `harmless` is a pattern of complaints that the test itself provokes.
    """
    context = browser.new_context(**{"locale": "en-US", "timezone_id": "Europe/Berlin", **options})
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        provoked = harmless and re.search(harmless, message.text)
        if message.type not in HARMLESS and not provoked:
            complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    page = context.new_page()
    _be_patient(page)
    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
        if complaints:
            pytest.fail("\n".join(complaints))
    finally:
        context.close()


def _be_patient(page: Page) -> None:
    """Wait until nothing is under way: locators do it by their handler, the keyboard knows nothing of locators."""
    under_way = page.locator(UNDER_WAY).first
    page.add_locator_handler(under_way, lambda: None)
    keyboard = page.keyboard
    for name in ("press", "type"):
        setattr(keyboard, name, _after(lambda: under_way.wait_for(state="hidden"), getattr(keyboard, name)))


def _after(wait: Callable[[], None], act: Callable[..., None]) -> Callable[..., None]:
    def patient(*args: Any, **kwargs: Any) -> None:
        wait()
        act(*args, **kwargs)

    return patient
