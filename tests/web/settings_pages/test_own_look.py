"""Logo and accent colour: given by an administrator, seen by everybody."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from postroom.configuration import configuration, configure, forget
from postroom.jobs.housekeeping.blobs import remove_unused_blobs
from postroom.models import AuditEntry, Blob, Logo
from tests.pictures import png
from tests.web.cast import Cast, statements

pytestmark = pytest.mark.django_db

PAGE = "/settings/appearance/"


def upload(pages: Client, content: bytes, name: str = "logo.png") -> int:
    return pages.post(PAGE + "logo/", {"file": SimpleUploadedFile(name, content)}).status_code


@pytest.fixture(autouse=True)
def fresh(db: None) -> Iterator[None]:
    """Other tests must not see what was configured here."""
    forget()
    yield
    forget()


def test_logo_is_shown_to_everybody_and_kept_by_browsers(pages: Client, cast: Cast, client: Client) -> None:
    configure(organisation="Nordlicht <GmbH>")
    assert upload(pages, png(120, 40)) == 302
    address = f"/appearance/logo?v={Logo.objects.get().mark}"
    shown = f'src="{address}" alt="Nordlicht &lt;GmbH&gt;"'
    assert shown in client.get("/account/login/").content.decode()
    assert pages.get(PAGE).content.decode().count(shown) == 3
    answer = client.get(address)
    assert answer.content == png(120, 40)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/appearance/logo?v=older").headers["Cache-Control"] == "no-cache"


def test_file_stays_as_long_as_it_is_the_logo(pages: Client, cast: Cast, client: Client) -> None:
    upload(pages, png(120, 40))
    upload(pages, png(64, 64))
    Blob.objects.update(kept_at=timezone.now() - datetime.timedelta(days=2))
    remove_unused_blobs()
    assert client.get("/appearance/logo").content == png(64, 64)
    assert Blob.objects.count() == 1
    assert pages.post(PAGE + "logo/remove/").status_code == 302
    remove_unused_blobs()
    assert (Blob.objects.count(), configuration().logo) == (0, "")
    assert client.get("/appearance/logo").status_code == 404
    assert "/appearance/logo" not in client.get("/account/login/").content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "neither a PNG nor a JPEG nor a WebP"),
        (png(120, 40) + bytes(512 * 1024), "larger than 512 kB"),
        (png(120, 8), "120 × 8 pixels"),
        (png(4001, 16), "4001 × 16 pixels"),
        (b"", "The submitted file is empty"),
    ],
    ids=["svg", "heavy", "low", "wide", "empty"],
)
def test_what_is_no_fitting_picture_is_refused(pages: Client, cast: Cast, content: bytes, sentence: str) -> None:
    answer = pages.post(PAGE + "logo/", {"file": SimpleUploadedFile("logo.png", content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Logo.objects.exists()


def test_colour_is_linked_from_every_page_once_it_is_chosen(pages: Client, cast: Cast, client: Client) -> None:
    assert "accent.css" not in client.get("/account/login/").content.decode()
    assert pages.post(PAGE, {"accent": "#FFDD00"}).status_code == 302
    link = (
        client.get("/account/login/").content.decode().partition('href="/appearance/accent.css?')[2].partition('"')[0]
    )
    answer = client.get("/appearance/accent.css?" + link.replace("&amp;", "&"))
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--accent-fill: light-dark(" in answer.content.decode()
    assert pages.post(PAGE + "colour/remove/").status_code == 302
    assert "accent.css" not in client.get("/account/login/").content.decode()


def test_colour_is_tried_without_being_saved(pages: Client, cast: Cast) -> None:
    answer = pages.post(PAGE, {"accent": "#ffdd00", "do": "preview"})
    page = answer.content.decode()
    assert (answer.status_code, configuration().accent) == (200, "")
    assert "This page shows #ffdd00. Nothing was saved yet." in page
    assert "/appearance/accent.css?colour=ffdd00&amp;" in page
    assert [page.count(word) for word in ("darkened", "lightened", "as chosen")] == [2, 0, 2]


def test_what_is_no_colour_is_refused(pages: Client, cast: Cast, client: Client) -> None:
    answer = pages.post(PAGE, {"accent": "}body{display:none"})
    assert (answer.status_code, configuration().accent) == (422, "")
    assert "This is no colour." in answer.content.decode()
    assert client.get("/appearance/accent.css?colour=%7Dbody").status_code == 404


def test_audit_log_says_what_was_changed(pages: Client, cast: Cast) -> None:
    pages.post(PAGE, {"accent": "#ffdd00"})
    upload(pages, png(120, 40))
    assert {entry.label for entry in AuditEntry.objects.filter(actor=cast.administrator)} == {"accent", "logo"}
    page = pages.get("/audit/").content.decode()
    assert [word for word in ("Accent colour", "Logo", "#ffdd00") if word not in page] == []


def test_pages_need_no_statement_more(pages: Client, cast: Cast) -> None:
    before = statements(pages, "/settings/")
    configure(accent="#ffdd00")
    upload(pages, png(120, 40))
    assert statements(pages, "/settings/") == before
