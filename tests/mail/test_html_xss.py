"""Nothing that runs, loads or submits survives `make_safe`."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, sync_playwright

from postroom.mail.fold import fold_html
from postroom.mail.html import make_safe
from postroom.mail.html_tags import ATTRIBUTES, TAGS
from tests.mail.xss_collection import COLLECTION

KNOWN = frozenset({"known@example.com"})
WRITTEN_ATTRIBUTES = {"href", "target", "rel", "src", "style"} | {
    name for names in ATTRIBUTES.values() for name in names
}
OWN_ATTRIBUTES = {
    "data-cid",
    "data-mail",
    "data-remote-background",
    "data-remote-src",
    "data-tracking",
    "data-true-target",
}
GONE = {"class", "id", "name", "background", "data-marker", "text"}
TAG = re.compile(r"<(/?)([^\s>/]*)([^>]*)>")
ATTRIBUTE = re.compile(r' ([^\s=]+)="([^"<>]*)"')


@pytest.mark.parametrize("html", COLLECTION, ids=range(len(COLLECTION)))
def test_only_allowed_tags_and_attributes_are_written(html: str) -> None:
    safe = make_safe(html, KNOWN).html

    for _, name, attributes in TAG.findall(safe):
        assert name in TAGS - {"input"}
        assert ATTRIBUTE.sub("", attributes) == ""
        for attribute, value in ATTRIBUTE.findall(attributes):
            assert attribute in (WRITTEN_ATTRIBUTES | OWN_ATTRIBUTES) - GONE
            if attribute in ("href", "src"):
                assert re.match(r"https?://|mailto:|tel:|data:image/(png|gif|jpeg|webp|bmp);base64,", value)


@pytest.mark.parametrize("html", COLLECTION, ids=range(len(COLLECTION)))
def test_making_safe_twice_changes_nothing(html: str) -> None:
    once = make_safe(html, KNOWN).html

    assert make_safe(once, KNOWN).html == once


PAGE = """<!doctype html><meta charset=utf-8><title>mail</title>
<script>window.ran = []; for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
window[name] = () => window.ran.push(name); window.onerror = (text) => window.ran.push(text);</script>
"""
MOVE = """() => document.querySelectorAll('div.mail *').forEach((element) => {
for (const name of ['mouseover', 'pointerdown', 'focus', 'toggle', 'animationstart'])
element.dispatchEvent(new Event(name, {bubbles: true}));
})"""
AGAIN = "() => document.querySelectorAll('div.mail').forEach((mail) => { mail.innerHTML = mail.innerHTML; })"
BOXES = """() => [...document.querySelectorAll('div.mail *')].filter((element) =>
['fixed', 'absolute', 'sticky'].includes(getComputedStyle(element).position)).length"""


def _written_page(folder: Path, pieces: list[str]) -> str:
    path = folder / "mail.html"
    mails = "".join(f'<div class="mail">{piece}</div>\n' for piece in pieces)
    path.write_text(PAGE + mails, encoding="utf-8")
    return path.as_uri()


def _show(page: Page, address: str) -> tuple[list[str], list[str], int]:
    requests: list[str] = []

    def note(request: Request) -> None:
        if request.url != address and not request.url.startswith("data:image/"):
            requests.append(request.url)

    page.on("request", note)
    page.goto(address)
    page.evaluate(MOVE)
    page.evaluate(AGAIN)
    page.wait_for_timeout(500)
    return page.evaluate("() => window.ran"), requests, page.evaluate(BOXES)


@pytest.mark.browser
def test_collection_in_chromium_runs_nothing_and_asks_for_nothing(tmp_path: Path) -> None:
    safe = [make_safe(html, KNOWN).html for html in COLLECTION]
    folded = [part.html for html in safe for part in fold_html(html).parts]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_ARGS)
        page = browser.new_page()
        ran, requests, boxes = _show(page, _written_page(tmp_path, safe + folded))
        browser.close()

    assert ran == []
    assert requests == []
    assert boxes == 0


@pytest.mark.browser
def test_collection_left_as_it_is_does_run_and_ask(tmp_path: Path) -> None:
    """The test above can fail: the same page with the collection as it came runs scripts and sends requests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_ARGS)
        page = browser.new_page()
        ran, requests, boxes = _show(page, _written_page(tmp_path, ["<img src=x onerror=alert(1)>", STYLED]))
        browser.close()

    assert "alert" in ran
    assert any("evil.test" in request for request in requests)
    assert boxes == 1


STYLED = "<p style='position:fixed;background:url(https://evil.test/a.png)'>x</p>"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--headless=new",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]
