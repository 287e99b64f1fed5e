"""Every page of sign-in and second factor: accessible, in the frame, under the strict policy."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.template.loader import render_to_string
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.models import User
from tests.web import chromium
from tests.web.axe import findings_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
LINK_TO_NOWHERE = """() => {
  document.querySelector("#main").insertAdjacentHTML("afterbegin", "<a href='/nowhere/'>Nowhere</a>");
  htmx.process(document.body);
}"""
OPEN_PAGES = ("login/", "password/reset/", "password/reset/done/", "password/reset/key/x-y/", "inactive/")
OWN_PAGES = ("logout/", "password/change/", "reauthenticate/")
GUARDED_PAGES = ("2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/")


@pytest.fixture
def mira() -> User:
    """Somebody with a password."""
    return User.objects.create_user("mira@firma.example", PASSWORD, name="Mira Lang")


@pytest.fixture
def signed_in(page: Page, live_server: LiveServer, mira: User) -> Page:
    """A page where Mira has just signed in by the form."""
    sign_in(page, live_server)
    page.wait_for_url(lambda url: "login" not in url)
    return page


def sign_in(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/account/login/?next=/account/password/change/")
    page.get_by_label("Email").fill("mira@firma.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_page_before_sign_in_has_no_finding(page: Page, live_server: LiveServer, path: str) -> None:
    page.goto(f"{live_server.url}/account/{path}")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert findings_in_both_themes(page) == []


@pytest.mark.parametrize("path", [*OWN_PAGES, *GUARDED_PAGES])
def test_page_after_sign_in_has_no_finding(signed_in: Page, live_server: LiveServer, path: str) -> None:
    signed_in.goto(f"{live_server.url}/account/{path}")
    expect(signed_in.get_by_role("heading", level=1)).to_have_count(1)
    assert findings_in_both_themes(signed_in) == []


def test_sign_in_with_a_wrong_password_says_so_and_takes_the_focus_there(
    page: Page, live_server: LiveServer, mira: User
) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Email").fill("mira@firma.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert findings_in_both_themes(page) == []


def test_sign_in_with_a_second_step_asks_for_the_code(page: Page, live_server: LiveServer, mira: User) -> None:
    TOTP.activate(mira, generate_totp_secret())
    sign_in(page, live_server)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    expect(page.get_by_label("Code")).to_be_focused()
    assert findings_in_both_themes(page) == []


def test_sign_in_without_scripts_works(browser: Browser, live_server: LiveServer, mira: User) -> None:
    with chromium.opened(browser, java_script_enabled=False) as page:
        sign_in(page, live_server)
        expect(page.get_by_role("heading", name="Change Password")).to_be_visible()


def test_sign_up_is_not_offered(client: Client) -> None:
    assert "signup" not in client.get("/account/login/").content.decode()


def test_refused_page_comes_in_full_and_has_no_finding(browser: Browser, live_server: LiveServer) -> None:
    with chromium.opened(browser, harmless="status of 404") as page:
        page.goto(f"{live_server.url}/nowhere/")
        expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()
        assert findings_in_both_themes(page) == []


def test_boosted_link_to_a_page_that_is_gone_shows_its_words(
    browser: Browser, live_server: LiveServer, mira: User
) -> None:
    with chromium.opened(browser, harmless="status of 404|Status Error Code 404") as page:
        sign_in(page, live_server)
        expect(page.get_by_role("heading", name="Change Password")).to_be_visible()
        page.evaluate(LINK_TO_NOWHERE)
        page.get_by_role("link", name="Nowhere").click()
        expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()
        expect(page).to_have_url(f"{live_server.url}/nowhere/")


def test_every_error_page_can_be_rendered_without_a_request() -> None:
    for name in ("400", "403", "403_csrf", "404", "500"):
        assert "To the start page" in render_to_string(f"{name}.html")


def test_passkeys_are_listed_in_german_with_what_can_be_done(client: Client, mira: User) -> None:
    User.objects.filter(pk=mira.pk).update(language="de")
    data = {"name": "Blauer Schlüssel", "passwordless": True}
    Authenticator.objects.create(user=mira, type=Authenticator.Type.WEBAUTHN, data=data)
    client.force_login(mira)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": mira.email}]
    session.save()
    text = client.get("/account/2fa/webauthn/").content.decode()
    wanted = ("Passkeys und Sicherheitsschlüssel", "Blauer Schlüssel umbenennen", "Blauer Schlüssel entfernen", "nie")
    assert [words for words in wanted if words not in text] == []
