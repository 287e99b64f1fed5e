"""Importing people on the pages, without JavaScript."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from postroom.jobs.user_import import run_import
from postroom.models import ImportState, Role, User, UserImport
from tests.web.cast import Cast, statements

pytestmark = pytest.mark.django_db

TEXT = "Mail;Name;Misc\nada@x.example;Ada;1\nwrong;=Nobody;2\ncarl@customer.example;Carl Customer;3\n"


def uploaded(pages: Client, text: str = TEXT) -> str:
    answer = pages.post("/users/import/", {"file": SimpleUploadedFile("people.csv", text.encode("cp1252"))})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def columns(*names: str) -> dict[str, str]:
    form = {f"column-{place}": name for place, name in enumerate(names)}
    return {**form, "overwrite": "on", "new_organisations": "on"}


def test_file_is_looked_at_corrected_imported_and_reported(pages: Client, cast: Cast) -> None:
    url = uploaded(pages)
    people = User.objects.count()
    page = pages.get(url).content.decode()
    assert "“wrong” is not an e-mail address." in page
    assert re.findall(r"Import (\d) rows", page) == ["2"]
    changed = columns("email", "name", "phone")
    assert "You changed something." in pages.post(url, {**changed, "do": "start"}, follow=True).content.decode()
    assert UserImport.objects.get().state == ImportState.PREPARED
    assert "Phone: 3" in pages.get(f"{url}?kind=changed").content.decode().replace("\n", "")
    assert User.objects.count() == people
    pages.post(url, {**changed, "do": "start"})
    assert 'data-import="waiting"' in pages.get(url).content.decode()
    assert "<html" not in pages.get(url, headers={"HX-Request": "true"}).content.decode()
    run_import(UserImport.objects.get().pk)
    page = pages.get(url).content.decode()
    assert ('data-import="done"' in page, "wrong · =Nobody · 2" in page) == (True, True)
    assert User.objects.get(email="ada@x.example").phone == "1"
    rows = list(csv.reader(io.StringIO(pages.get(f"{url}wrong/").content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["wrong", "'=Nobody", "2", "3", "“wrong” is not an e-mail address."]
    pages.post(f"{url}discard/")
    assert (UserImport.objects.count(), User.objects.count()) == (0, people + 1)


def test_file_that_is_none_is_refused_on_the_page(pages: Client, cast: Cast) -> None:
    answer = pages.post("/users/import/", {"file": SimpleUploadedFile("people.csv", b"E-Mail\n")})
    assert (answer.status_code, UserImport.objects.count()) == (422, 0)
    assert "There is no row below the headings." in answer.content.decode()


def test_columns_that_say_too_little_or_links_without_a_role_are_refused(pages: Client, cast: Cast) -> None:
    url = uploaded(pages, "who;what\na@x.example;b@x.example\n")
    answer = pages.post(url, columns("", "name"))
    assert (answer.status_code, "Say which column has the e-mail address" in answer.content.decode()) == (422, True)
    assert "Two columns are the e-mail address." in pages.post(url, columns("email", "email")).content.decode()
    page = pages.post(url, {**columns("email", "further"), "invite": "on"}).content.decode()
    assert "Customers do not sign in." in page
    agent = Role.objects.get(is_agent=True).pk
    page = pages.post(url, {**columns("email", "further"), "invite": "on", "role": agent}).content.decode()
    assert "No link can be sent" in page


def test_example_is_a_file_that_can_be_imported(pages: Client, cast: Cast) -> None:
    example = pages.get("/users/import/example/").content.decode("utf-8-sig")
    answer = pages.post("/users/import/", {"file": SimpleUploadedFile("e.csv", example.encode())})
    page = pages.get(answer.headers["Location"]).content.decode()
    assert ("Import 1 row" in page, "Jörg Beispiel" in page or "jörg@example.com" in page) == (True, True)


def test_import_that_runs_is_not_removed(pages: Client, cast: Cast) -> None:
    url = uploaded(pages)
    UserImport.objects.update(state=ImportState.WAITING)
    pages.post(f"{url}discard/")
    assert UserImport.objects.count() == 1


def test_preview_asks_as_often_for_a_thousand_rows_as_for_three(pages: Client, cast: Cast) -> None:
    few = statements(pages, uploaded(pages))
    lines = "".join(f"u{number}@x.example;Name {number};x\n" for number in range(1_000))
    assert statements(pages, uploaded(pages, f"Mail;Name;Misc\n{lines}")) == few
