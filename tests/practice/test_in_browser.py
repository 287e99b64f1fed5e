from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, sync_playwright

from postroom.practice import PracticeTenant
from postroom.practice.seed.people import PASSWORD
from tests.practice.browser import CALLBACK, MAIL
from tests.practice.mails import BRANDT, SUPPORT, mail, mail_with_attachment

pytestmark = pytest.mark.browser

PAGES = ("/", "/practice/write", "/practice/customers", "/practice/break", "/practice/tenant")


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        yield chromium.new_page(locale="de-DE")
        chromium.close()


def violations(page: Page) -> list[str]:
    return [str(one["id"]) for one in Axe().run(page).response["violations"]]


def test_every_page_is_accessible_and_loads_nothing_from_elsewhere(tenant: PracticeTenant, page: Page) -> None:
    tenant.control.put(SUPPORT, mail_with_attachment())
    tenant.control.send_from_outside(SUPPORT, [BRANDT], mail(sender=SUPPORT, to=BRANDT))
    tenant.control.break_("expunge", times=2)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = {}
    for address in PAGES:
        page.goto(tenant.base_url + address)
        found[address] = violations(page)
    page.goto(tenant.base_url)
    page.get_by_role("link", name="INBOX").first.click()
    found["folder"] = violations(page)
    page.get_by_role("link", name="Mit Anhang").click()
    found["mail"] = violations(page)
    assert found == {address: [] for address in (*PAGES, "folder", "mail")}
    assert [url for url in asked if not url.startswith((tenant.base_url, "data:"))] == []


def test_person_signs_in_and_consents_in_german(tenant: PracticeTenant, page: Page) -> None:
    tenant.control.put(SUPPORT, mail())
    query = {
        "client_id": tenant.client_id, "response_type": "code", "redirect_uri": CALLBACK, "scope": MAIL, "state": "s",
    }  # fmt: skip
    arrived: list[str] = []

    def land(route: Route) -> None:
        arrived.append(route.request.url)
        route.fulfill(body="da")

    page.route(f"{CALLBACK}*", land)
    page.goto(f"{tenant.base_url}/common/oauth2/v2.0/authorize?{urlencode(query)}")
    assert violations(page) == []
    page.get_by_label("Anmeldename").fill(SUPPORT)
    page.get_by_label("Kennwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    assert violations(page) == []
    page.get_by_role("button", name="Akzeptieren").click()
    page.wait_for_url(f"{CALLBACK}*")
    assert "code=" in arrived[0]


def test_person_plays_the_customer(tenant: PracticeTenant, page: Page) -> None:
    page.goto(f"{tenant.base_url}/practice/write")
    page.get_by_label("Betreff").fill("Säge kaputt")
    page.get_by_label("Text").fill("Bitte helfen Sie mir.")
    page.get_by_label("Anhänge").set_input_files(
        {"name": "foto.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
    )
    page.get_by_role("button", name="Senden").click()
    page.get_by_role("status").wait_for()
    held = tenant.control.held(SUPPORT)
    assert [b"Bitte helfen Sie mir." in one.content for one in held] == [True]
    assert b'filename="foto.png"' in held[0].content
