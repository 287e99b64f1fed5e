"""The stand-in Google of a practice tenant, and a client registered there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from postroom.channels.kinds.google.config import use_grant
from postroom.channels.oauth.signing_in import finish_sign_in, sign_in_url
from postroom.channels.oauth.states import SignIn
from postroom.models import Channel, EmailAddress, Group, OAuthApp, OAuthGrant
from postroom.practice import PracticeTenant, start_practice_tenant
from tests.practice.browser import Browser

__all__ = ["google"]

CALLBACK = "http://127.0.0.1:9/google/callback/"
SERVICE, KARI, OTTO = "service@fjordhandel.example", "kari@fjordhandel.example", "werkstatt.otto@gmail.example"


@pytest.fixture
def google(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[PracticeTenant]:
    """Yield a running tenant whose Google Postroom knows; its certificate authority is really checked."""
    with start_practice_tenant() as tenant:
        tenant.control.world.google.register_redirect_uri(CALLBACK)
        settings.GOOGLE_ENDPOINTS = endpoints(tenant)
        monkeypatch.setenv("SSL_CERT_FILE", str(tenant.authority_file))
        yield tenant


def endpoints(tenant: PracticeTenant) -> dict[str, str]:
    """Return what the setting POSTROOM_GOOGLE_ENDPOINTS says of it."""
    return {
        "name": "practice",
        "title": "Practice Google",
        "login": tenant.google_url,
        "imap_host": tenant.host,
        "imap_port": str(tenant.gmail_imap_port),
        "smtp_host": tenant.host,
        "smtp_port": str(tenant.gmail_smtp_port),
    }


def make_app(tenant: PracticeTenant, **changes: object) -> OAuthApp:
    """Save the client that the stand-in starts with."""
    fields: dict[str, object] = {"client_id": tenant.google_client_id, "secret": tenant.google_client_secret}
    app = OAuthApp.objects.create(provider="google", cloud="practice", **{**fields, **changes})
    return OAuthApp.objects.get(pk=app.pk)


def go(tenant: PracticeTenant, address: str, user: str) -> dict[str, str]:
    """Sign in at the address with everything allowed, and return what came back to the callback address."""
    with Browser(tenant, CALLBACK) as browser:
        browser.open(address)
        browser.sign_in(user)
        browser.press("consent", mail="1")
        return browser.landed


def make_grant(tenant: PracticeTenant, app: OAuthApp, user: str, expected: OAuthGrant | None = None) -> OAuthGrant:
    """Let somebody sign in, in a browser, and return their grant."""
    sign_in = SignIn(app.pk, "browser")
    code = go(tenant, sign_in_url(app, sign_in, CALLBACK, ["mail"]), user)["code"]
    return finish_sign_in(app, sign_in, code, CALLBACK, "mail", expected=expected)


def make_channel(grant: OAuthGrant, **changes: object) -> Channel:
    """Save a channel of whoever signed in."""
    group = Group.objects.get_or_create(name="Support")[0]
    channel = Channel(kind="google", name=grant.email, group=group, **changes)
    use_grant(channel, grant)
    channel.save()
    group.email_address = EmailAddress.objects.create(email=channel.name, channel=channel)
    group.save()
    return Channel.objects.get(pk=channel.pk)
