"""The page of all settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from postroom.configuration import Configuration, configuration, configure, forget
from postroom.models import User
from postroom.web.settings_pages.forms import SettingsForm, as_initial
from postroom.web.settings_pages.sections import NOT_SHOWN, SECTIONS
from tests.web.cast import MOST_STATEMENTS, Cast, statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(db: None) -> Iterator[None]:
    """Other tests must not see what was configured here."""
    forget()
    yield
    forget()


def form(**changes: Any) -> dict[str, Any]:
    """Return what a browser posts when nothing but `changes` was changed."""
    shown = {name: value for name, value in as_initial(configuration()).items() if name not in NOT_SHOWN}
    ticked = {name: "on" if value is True else value for name, value in shown.items() if value is not False}
    return {name: value for name, value in {**ticked, **changes}.items() if value is not None}


def test_every_setting_stands_on_the_page_once() -> None:
    shown = sorted(name for section in SECTIONS for name in section.names)
    assert sorted([*shown, *NOT_SHOWN]) == sorted(field.name for field in fields(Configuration))
    assert shown == sorted(SettingsForm.base_fields)


def test_saving_without_a_change_changes_nothing(pages: Client, cast: Cast) -> None:
    configure(set_up=True, public_url="https://desk.example", trusted_authserv_ids=["mx.example"])
    before = configuration()
    assert pages.post("/settings/", form()).status_code == 302
    assert configuration() == before


def test_values_are_saved(pages: Client, cast: Cast) -> None:
    pages.post(
        "/settings/",
        form(
            size_limit="25",
            public_url="https://desk.example/",
            tell_sender_too_large=None,
            trusted_authserv_ids="mx1.example\n mx2.example",
            notification_sender="support@desk.example",
            ticket_mark_place="left",
        ),
    )
    now = configuration()
    assert now.size_limit == 25 * 1024 * 1024
    assert now.public_url == "https://desk.example"
    assert now.tell_sender_too_large is False
    assert now.trusted_authserv_ids == ("mx1.example", "mx2.example")
    assert (now.notification_sender, now.ticket_mark_place) == ("support@desk.example", "left")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("no_automatic_mail_to", "(", "This is no regular expression"),
        ("no_automatic_mail_to", ".*", "This matches every address"),
        ("no_automatic_mail_to", "(a|aa)+$", "takes too long"),
        ("no_automatic_mail_to", "robot@.*", None),
        ("size_limit", "0", "greater than or equal to 1"),
        ("size_limit", "9999", "less than or equal to 150"),
        ("notification_sender", "x@elsewhere.example", "not one of the available choices"),
        ("ticket_mark", " ", "This field is required"),
        ("ticket_mark", "[T]", "The brackets are added automatically"),
        ("ticket_mark", "T1", "must not end with a digit"),
        ("public_url", "https://desk.example/?a=1", "has no ? or #"),
        ("public_url", "javascript:alert(1)", "Enter a valid URL"),
    ],
)
def test_what_makes_no_sense_is_refused(pages: Client, cast: Cast, name: str, value: str, sentence: str | None) -> None:
    answer = pages.post("/settings/", form(**{name: value}))
    assert answer.status_code == (302 if sentence is None else 422)
    assert sentence is None or sentence in answer.content.decode()


def test_default_and_change_are_shown(pages: Client, cast: Cast) -> None:
    configure(subject_length=200)
    page = pages.get("/settings/").content.decode()
    assert "Default: 110 · changed" in page
    assert "Default: at the end of the subject</p>" in page
    assert statements(pages, "/settings/") <= MOST_STATEMENTS


LOOKED_FOR = {
    "en": "logo colour password passkey session language mailbox permission signature spam certificate "
    "automation macro tag monitoring protocol import company holiday time_zone",
    "de": "logo farbe passwort passkey sitzung sprache postfäch rechte signatur spam zertifikat "
    "automatisierung makro schlagw überwachung protokoll import firma urlaub zeitzone",
}
"""What administrators type, and beginnings of it; `_` is a blank."""


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_set_anywhere_is_found_among_the_settings(pages: Client, cast: Cast, language: str) -> None:
    User.objects.filter(pk=cast.administrator.pk).update(language=language)
    page = LexborHTMLParser(pages.get("/settings/").content)
    items = [item.text().lower() for item in page.css("[data-filter-item]")]
    words = [word.replace("_", " ") for word in LOOKED_FOR[language].split()]
    assert [word for word in words if not any(word in item for item in items)] == []
    links = [link.attributes["href"] or "" for link in page.css("#elsewhere a")]
    assert {pages.get(link).status_code for link in links} == {200}
