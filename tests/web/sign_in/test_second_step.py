"""A second step that a role requires: set up and used by keyboard, in a browser with a passkey and with codes."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from playwright.sync_api import Page, expect

from postroom.models import AuditEntry, Role
from postroom.web.live.listening import listener_of
from tests.web.axe import findings_in_both_themes
from tests.web.cast import Cast

PASSWORD = "correct horse battery"


def require(cast: Cast) -> None:
    Role.objects.update(needs_second_factor=True)


def with_passkeys(page: Page) -> None:
    """Give the browser an authenticator that is always touched by its owner (WebAuthn, 11: user agent automation)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def reach(page: Page, words: str) -> None:
    """Walk with the Tab key until the control of that name has the focus."""
    control = page.locator("a, button, input").filter(has_text=words).first
    for _step in range(60):
        if control.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{words} is not reached by keyboard")


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def led_to_set_up(page: Page) -> None:
    page.goto("/users/")
    expect(page.get_by_role("heading", name="A second step is required")).to_be_visible()


def confirmed(page: Page) -> None:
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def signed_out(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/account/login/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_passkey_is_set_up_and_opens_the_door_by_keyboard_alone(desk: tuple[Page, Cast]) -> None:
    page, cast = desk
    require(cast)
    with_passkeys(page)
    led_to_set_up(page)
    assert findings_in_both_themes(page) == []
    reach(page, "Passkey or security key")
    page.keyboard.press("Enter")
    confirmed(page)
    expect(page.get_by_role("heading", name="Add Security Key")).to_be_visible()
    page.get_by_label("Passwordless").focus()
    page.keyboard.press("Space")
    reach(page, "Add")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    page.goto("/users/")
    expect(page.get_by_role("heading", name="Users")).to_be_visible()
    signed_out(page)
    reach(page, "Sign in with a passkey")
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    assert Authenticator.objects.filter(user=cast.administrator, type="webauthn").count() == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_app_with_codes_is_set_up_by_keyboard_alone(desk: tuple[Page, Cast]) -> None:
    page, cast = desk
    require(cast)
    led_to_set_up(page)
    reach(page, "App with codes")
    page.keyboard.press("Enter")
    confirmed(page)
    expect(page.get_by_role("heading", name="Activate Authenticator App")).to_be_visible()
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").focus()
    page.keyboard.type(code(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    assert findings_in_both_themes(page) == []
    reach(page, "Copy")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Copied")
    page.goto("/users/")
    expect(page.get_by_role("heading", name="Users")).to_be_visible()


@pytest.mark.django_db
def test_whoever_has_to_set_up_a_second_step_gets_to_nothing_else(cast: Cast) -> None:
    agent = cast.client(cast.world.agent)
    assert agent.get("/tickets/").status_code == 200
    require(cast)
    for answer in (agent.get("/tickets/"), agent.post("/tickets/new/"), agent.get("/search/?q=x")):
        assert answer.headers["Location"] == "/account/second-step/"
    assert agent.get("/account/second-step/").status_code == 200
    TOTP.activate(cast.world.agent, generate_totp_secret())
    assert agent.get("/tickets/").status_code == 200
    assert agent.get("/account/second-step/").headers["Location"] == "/"


@pytest.mark.django_db(transaction=True)
def test_live_connection_tells_nothing_before_the_second_step_is_set_up(cast: Cast) -> None:
    key = cast.client(cast.world.agent).cookies["sessionid"].value
    assert listener_of(key) is not None
    require(cast)
    assert listener_of(key) is None


@pytest.mark.django_db
def test_role_that_is_off_requires_nothing(cast: Cast) -> None:
    role = Role.objects.create(name="Old", needs_second_factor=True, active=False)
    cast.world.agent.roles.add(role)
    assert cast.client(cast.world.agent).get("/tickets/").status_code == 200


@pytest.mark.django_db
def test_second_step_that_was_lost_is_removed_by_an_administrator(cast: Cast, pages: Client) -> None:
    agent = cast.client(cast.world.agent)
    agent.get("/tickets/")
    TOTP.activate(cast.world.agent, generate_totp_secret())
    url = f"/users/{cast.world.agent.pk}/sign-in/"
    assert "Set up: TOTP Authenticator." in pages.get(url).content.decode()
    pages.post(f"{url}second-step/remove/")
    assert not Authenticator.objects.filter(user=cast.world.agent).exists()
    assert agent.get("/tickets/").status_code == 302
    noted = AuditEntry.objects.get(subject="user")
    assert (noted.actor, noted.kind, noted.label) == (cast.administrator, "changed", "Anna Agent")
    assert noted.changes == {"second_step": None}


@pytest.mark.django_db
def test_role_is_given_the_requirement_by_its_page(pages: Client, cast: Cast) -> None:
    role = Role.objects.get(is_agent=True)
    pages.post(
        f"/users/roles/{role.pk}/", {"name": "Agent", "is_agent": "on", "needs_second_factor": "on", "active": "on"}
    )
    role.refresh_from_db()
    assert role.needs_second_factor
