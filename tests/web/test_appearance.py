"""Language and colours: for somebody who has signed in, and before."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.models import User

pytestmark = pytest.mark.django_db


def test_choice_before_sign_in_is_kept_in_the_browser(client: Client) -> None:
    client.post("/appearance/", {"language": "de"})
    client.post("/appearance/", {"theme": "dark"})
    page = client.get("/account/login/").content.decode()
    assert '<html lang="de" dir="ltr" data-theme="dark">' in page


def test_choice_after_sign_in_is_kept_with_the_person(client: Client) -> None:
    mira = User.objects.create_user("mira@firma.example", "correct horse battery")
    client.force_login(mira)
    client.post("/appearance/", {"language": "de"})
    client.post("/appearance/", {"theme": "dark"})
    mira.refresh_from_db()
    assert (mira.language, mira.theme) == ("de", "dark")


def test_theme_of_the_system_forgets_the_choice(client: Client) -> None:
    mira = User.objects.create_user("mira@firma.example", "correct horse battery", theme="dark")
    client.force_login(mira)
    client.post("/appearance/", {"theme": "system"})
    mira.refresh_from_db()
    assert mira.theme == ""


@pytest.mark.parametrize("wrong", [{}, {"theme": "pink"}, {"language": "xx"}])
def test_choice_of_something_unknown_is_refused(client: Client, wrong: dict[str, str]) -> None:
    assert client.post("/appearance/", wrong).status_code == 400


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/tickets/?page=2", "/tickets/?page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("", "/"),
    ],
)
def test_choice_leads_back_but_never_elsewhere(client: Client, target: str, place: str) -> None:
    assert client.post("/appearance/", {"theme": "light", "next": target}).headers["Location"] == place


def test_cookie_with_nonsense_is_no_theme(client: Client) -> None:
    client.cookies["postroom_theme"] = "x onload=1"
    assert '<html lang="en" dir="ltr">' in client.get("/account/login/").content.decode()
