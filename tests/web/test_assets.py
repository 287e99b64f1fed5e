"""Files beside the pages: kept by browsers for good, and named anew when any of them changes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.templatetags.static import static
from django.test import AsyncRequestFactory, Client

from postroom.settings.assets import assets_name

FILE = "postroom/js/main.js"


def test_file_is_kept_for_good(client: Client) -> None:
    response = client.get(static(FILE))
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "max-age=315360000, public, immutable")
    assert response.content == Path(settings.PACKAGE, "web/static", FILE).read_bytes()


def test_neighbour_that_a_module_imports_is_kept_too(client: Client) -> None:
    neighbour = static(FILE).rpartition("/")[0] + "/dom.js"
    assert "immutable" in client.get(neighbour).headers["Cache-Control"]


def test_file_that_the_browser_has_is_not_sent_again(client: Client) -> None:
    known = client.get(static(FILE)).headers["Last-Modified"]
    again = client.get(static(FILE), headers={"if-modified-since": known})
    assert (again.status_code, again.content) == (304, b"")


def test_file_of_another_version_is_not_there(client: Client) -> None:
    assert client.get("/static/000000000000/" + FILE).status_code == 404


def test_file_under_asgi_is_no_stream() -> None:
    request = AsyncRequestFactory().get(static(FILE))
    handler = ASGIHandler()
    response = asyncio.run(handler.get_response_async(request))
    assert (response.status_code, response.streaming) == (200, False)


@pytest.mark.parametrize("change", ["content", "name", "more"])
def test_name_changes_with_every_change(tmp_path: Path, change: str) -> None:
    (tmp_path / "a.js").write_text("one")
    before = assets_name(tmp_path)
    assert assets_name(tmp_path) == before
    if change == "content":
        (tmp_path / "a.js").write_text("two")
    elif change == "name":
        (tmp_path / "a.js").rename(tmp_path / "b.js")
    else:
        (tmp_path / "c.css").write_text("")
    assert assets_name(tmp_path) != before


@pytest.mark.django_db
def test_page_of_an_older_version_is_opened_anew(client: Client) -> None:
    older = {"hx-request": "true", "hx-boosted": "true", "x-assets": "000000000000"}
    response = client.get("/account/login/?next=/tickets/", headers=older)
    assert (response.content, response.headers["HX-Redirect"]) == (b"", "/account/login/?next=/tickets/")
    same = client.get("/account/login/", headers={**older, "x-assets": settings.ASSETS})
    assert "HX-Redirect" not in same.headers
