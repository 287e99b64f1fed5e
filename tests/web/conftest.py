"""A browser for the tests of pages, and the style guide to look at."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.servers.running import environment, eventually, free_port
from tests.web import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file.

    Playwright keeps an event loop in the test's thread, so Django would refuse the database there; and no longer than
    a file, because other tests run loops of their own.
    """
    with pytest.MonkeyPatch.context() as patch, chromium.started() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, at the size of a laptop."""
    with chromium.opened(browser, viewport={"width": 1440, "height": 900}) as page:
        yield page


@pytest.fixture(scope="session")
def styleguide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page, served as a developer sees it; no database is needed for it."""
    port = free_port()
    settings = {"POSTROOM_DATA": str(tmp_path_factory.mktemp("data")), "POSTROOM_DEBUG": "1"}
    command = [sys.executable, "-P", "-m", "uvicorn", "postroom.asgi:application", "--port", str(port)]
    address = f"http://127.0.0.1:{port}/styleguide/"
    with Path(settings["POSTROOM_DATA"], "log").open("w") as log:
        process = subprocess.Popen(command, env=environment(**settings), stdout=log, stderr=log)
    try:
        eventually(lambda: _answers(address))
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False
