"""Looking into attachments on the page of their ticket, and what is never shown there."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.models import Attachment, Blob, Ticket
from tests.web import chromium
from tests.web.axe import findings_in_both_themes

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>"
)
EVIL = b"<script>alert(1)</script>"


def attach(ticket: Ticket, filename: str, content_type: str, content: bytes) -> Attachment:
    """Add a file to the first message."""
    (digest,) = Blob.objects.keep([content])
    article = ticket.articles.earliest("pk")
    return Attachment.objects.create(
        article=article, filename=filename, content_type=content_type, size=len(content), blob_id=digest
    )


def test_pdf_is_shown_as_such_and_nothing_else(ticket: Ticket, pages: Client) -> None:
    file = attach(ticket, "Rechnung März.pdf", "application/octet-stream", PDF)
    answer = pages.get(f"/attachments/{file.pk}/preview/")
    assert (answer.content, answer.headers["Content-Type"]) == (PDF, "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''Rechnung%20M%C3%A4rz.pdf"
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert pages.get(f"/attachments/{file.pk}/").headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("filename", "content_type", "content", "shown"),
    [
        ("a.txt", "text/plain", "Grüße".encode("cp1252"), '<pre dir="auto">Grüße</pre>'),
        ("a.txt", "text/plain", EVIL, "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a.csv", "application/vnd.ms-excel", b"name;price\nBolt;1,20\n", '<td dir="auto">1,20</td>'),
        ("a.pdf", "application/pdf", EVIL, "This file is not what its name says."),
        ("a.txt", "text/plain", b"MZ\0\0", "This file is not what its name says."),
        ("a.log", "text/plain", b"line\n" * 50_000, "This is only the beginning."),
    ],
)
def test_text_is_shown_in_a_sandbox(
    filename: str, content_type: str, content: bytes, shown: str, ticket: Ticket, pages: Client
) -> None:
    file = attach(ticket, filename, content_type, content)
    answer = pages.get(f"/attachments/{file.pk}/preview/")
    assert answer.headers["Content-Security-Policy"].endswith("; sandbox")
    text = answer.content.decode()
    assert shown in text
    assert "<script" not in text


@pytest.mark.parametrize(
    ("filename", "content_type"),
    [
        ("a.html", "text/html"),
        ("a.svg", "image/svg+xml"),
        ("a.html", "application/octet-stream"),
        ("a.png", "image/png"),
    ],
)
def test_what_could_run_is_looked_into_nowhere(filename: str, content_type: str, ticket: Ticket, pages: Client) -> None:
    file = attach(ticket, filename, content_type, EVIL)
    assert pages.get(f"/attachments/{file.pk}/preview/").status_code == 404
    assert f"/attachments/{file.pk}/preview/" not in pages.get(f"/tickets/{ticket.pk}/").content.decode()


@pytest.fixture
def desk(
    browser: Browser, live_server: LiveServer, transactional_db: None, pages: Client, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """Yield a browser in which the agent is signed in."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with chromium.opened(browser, viewport={"width": 1440, "height": 900}, base_url=live_server.url) as page:
        session = pages.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_files_are_looked_into_without_leaving_the_ticket(ticket: Ticket, desk: Page) -> None:
    for name in ("one.png", "two.png"):
        attach(ticket, name, "image/png", PIXEL)
    attach(ticket, "list.csv", "text/csv", b"name;price\nBolt;1,20\n")
    attach(ticket, "bill.pdf", "application/pdf", PDF)
    desk.goto(f"/tickets/{ticket.pk}/")
    desk.get_by_text("Look into list.csv").click()
    expect(desk.frame_locator("[title='list.csv']").get_by_text("1,20")).to_be_visible()
    with desk.expect_response("**/preview/") as answer:
        desk.get_by_text("Look into bill.pdf").click()
    assert answer.value.headers["content-type"] == "application/pdf"
    first = desk.get_by_role("link", name="one.png")
    first.press("Enter")
    dialog = desk.get_by_role("dialog", name="one.png")
    expect(dialog.get_by_role("img", name="one.png")).to_be_visible()
    assert findings_in_both_themes(desk) == []
    desk.keyboard.press("ArrowRight")
    expect(desk.get_by_role("dialog", name="two.png").get_by_role("img", name="two.png")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(first).to_be_focused()
