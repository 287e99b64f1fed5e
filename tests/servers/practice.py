"""A practice tenant that Postroom knows as one more cloud, and an app registered there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from pytest_django.fixtures import Settings

from postroom.channels.oauth.signing_in import finish_sign_in, sign_in_url
from postroom.channels.oauth.states import SignIn
from postroom.models import OAuthApp, OAuthGrant
from postroom.practice import PracticeTenant, start_practice_tenant
from tests.practice.browser import Browser

__all__ = ["practice"]

CALLBACK = "http://127.0.0.1:9/microsoft/callback/"


@pytest.fixture
def practice(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[PracticeTenant]:
    """Yield a running tenant; its certificate authority is trusted, and really checked."""
    with start_practice_tenant() as tenant:
        tenant.control.register_redirect_uri(CALLBACK)
        settings.MICROSOFT_ENDPOINTS = endpoints(tenant)
        monkeypatch.setenv("SSL_CERT_FILE", str(tenant.authority_file))
        yield tenant


def endpoints(tenant: PracticeTenant) -> dict[str, str]:
    """Return what the setting POSTROOM_MICROSOFT_ENDPOINTS says of it."""
    return {
        "name": "practice",
        "title": "Practice tenant",
        "login": tenant.authority,
        "graph": tenant.graph_url,
        "imap_host": tenant.host,
        "imap_port": str(tenant.imap_port),
        "smtp_host": tenant.host,
        "smtp_port": str(tenant.smtp_port),
    }


def make_app(practice: PracticeTenant, **changes: object) -> OAuthApp:
    """Save the app that the tenant starts with."""
    fields: dict[str, object] = {"tenant": practice.tenant_id, "client_id": practice.client_id}
    secret = {"secret": practice.client_secret}
    app = OAuthApp.objects.create(provider="microsoft", cloud="practice", **{**fields, **secret, **changes})
    return OAuthApp.objects.get(pk=app.pk)


def make_grant(tenant: PracticeTenant, app: OAuthApp, user: str, resources: Sequence[str] = ("mail",)) -> OAuthGrant:
    """Let somebody sign in, in a browser, and return their grant."""
    sign_in = SignIn(app.pk, "browser")
    return finish(app, sign_in, go(tenant, app, sign_in, user, resources)["code"], resource=resources[0])


def go(
    tenant: PracticeTenant, app: OAuthApp, sign_in: SignIn, user: str, resources: Sequence[str] = ("mail",)
) -> dict[str, str]:
    """Sign in at the tenant and return what came back to the callback address."""
    with Browser(tenant, CALLBACK) as browser:
        browser.open(sign_in_url(app, sign_in, CALLBACK, resources))
        browser.sign_in(user)
        if not browser.landed:
            browser.press("consent")
        return browser.landed


def finish(
    app: OAuthApp, sign_in: SignIn, code: str, expected: OAuthGrant | None = None, resource: str = "mail"
) -> OAuthGrant:
    """Redeem a code as the page does."""
    return finish_sign_in(app, sign_in, code, CALLBACK, resource, expected=expected)
