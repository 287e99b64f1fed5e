"""The OAuth driver against the practice tenant: real HTTP on loopback."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from postroom.drivers import codes
from postroom.drivers.errors import DriverError, Insecure, Retry, TokenRefused, Unreachable
from postroom.drivers.oauth import (
    AppCertificate,
    AppSecret,
    AuthorizeRequest,
    Metadata,
    TokenEndpoint,
    authorize_url,
    fetch_metadata,
    make_certificate,
    refusal,
    verified_identity,
)
from postroom.practice import PracticeTenant, start_practice_tenant
from tests.practice.browser import CALLBACK, IMAP, MAIL, SMTP, Browser
from tests.servers.running import free_port

SUPPORT = "support@nordlicht.example"
SCOPE = f"{IMAP} {SMTP} offline_access openid profile email"


@pytest.fixture
def tenant() -> Iterator[PracticeTenant]:
    with start_practice_tenant() as running:
        running.control.register_redirect_uri(CALLBACK)
        yield running


def _metadata(tenant: PracticeTenant, name: str = "common") -> Metadata:
    return fetch_metadata(f"{tenant.authority}/{name}/v2.0/.well-known/openid-configuration")


def _endpoint(tenant: PracticeTenant, secret: str = "", name: str = "common") -> TokenEndpoint:
    url = _metadata(tenant, name).token_endpoint
    return TokenEndpoint(url, tenant.client_id, AppSecret(secret or tenant.client_secret))


def _request(tenant: PracticeTenant) -> AuthorizeRequest:
    verifier = secrets.token_urlsafe(48)
    return AuthorizeRequest(tenant.client_id, CALLBACK, MAIL, "state-1", "nonce-1", verifier)


def _signed_in(tenant: PracticeTenant, request: AuthorizeRequest) -> str:
    """Sign in as the support mailbox in a browser and return the code."""
    with Browser(tenant) as browser:
        browser.open(authorize_url(_metadata(tenant).authorization_endpoint, request))
        browser.sign_in(SUPPORT)
        browser.press("consent")
        assert browser.landed["state"] == "state-1"
        return browser.landed["code"]


def _refused(tenant: PracticeTenant, endpoint: TokenEndpoint, refresh_token: str) -> TokenRefused:
    with pytest.raises(TokenRefused) as caught:
        endpoint.refresh(refresh_token, SCOPE)
    return caught.value


def test_code_is_redeemed_and_proves_who_signed_in(tenant: PracticeTenant) -> None:
    request = _request(tenant)
    code = _signed_in(tenant, request)

    tokens = _endpoint(tenant).redeem_code(code, redirect_uri=CALLBACK, verifier=request.verifier, scope=SCOPE)
    who = verified_identity(tokens.id_token, _metadata(tenant), client_id=tenant.client_id, nonce="nonce-1")

    assert tokens.seconds > 3000
    assert (who.user_name, who.email, who.name, who.tenant) == (SUPPORT, SUPPORT, "Support Nordlicht", tenant.tenant_id)


def test_code_of_another_browser_is_refused_by_its_verifier(tenant: PracticeTenant) -> None:
    code = _signed_in(tenant, _request(tenant))

    with pytest.raises(TokenRefused) as caught:
        _endpoint(tenant).redeem_code(code, redirect_uri=CALLBACK, verifier="v" * 43, scope=SCOPE)

    assert caught.value.code == "AADSTS501481"


@pytest.mark.parametrize(("client_id", "nonce"), [("another-app", "nonce-1"), ("", "nonce-2")])
def test_token_for_another_app_or_another_sign_in_proves_nothing(
    tenant: PracticeTenant, client_id: str, nonce: str
) -> None:
    request = _request(tenant)
    code = _signed_in(tenant, request)
    tokens = _endpoint(tenant).redeem_code(code, redirect_uri=CALLBACK, verifier=request.verifier, scope=SCOPE)
    expected = client_id or tenant.client_id

    with pytest.raises(TokenRefused) as caught:
        verified_identity(tokens.id_token, _metadata(tenant), client_id=expected, nonce=nonce)

    assert caught.value.code == codes.IDENTITY_UNPROVEN


def test_forged_identity_is_refused(tenant: PracticeTenant) -> None:
    grant = tenant.control.grant(SUPPORT, SCOPE)
    head, body, signature = grant["id_token"].split(".")
    forged = f"{head}.{body}.{signature[:-6]}AAAAAA"

    with pytest.raises(TokenRefused) as caught:
        verified_identity(forged, _metadata(tenant), client_id=tenant.client_id, nonce="")

    assert caught.value.code == codes.IDENTITY_UNPROVEN


def test_refreshing_gives_a_new_refresh_token(tenant: PracticeTenant) -> None:
    first = tenant.control.grant(SUPPORT, SCOPE)["refresh_token"]

    tokens = _endpoint(tenant).refresh(first, SCOPE)

    assert tokens.refresh_token not in ("", first)


def test_revoked_grant_tells_code_words_and_correlation(tenant: PracticeTenant) -> None:
    token = tenant.control.grant(SUPPORT, SCOPE)["refresh_token"]
    tenant.control.revoke_grants(SUPPORT)

    error = _refused(tenant, _endpoint(tenant), token)

    assert (error.code, error.retry, error.step) == ("AADSTS50173", Retry.NEVER, "token")
    assert error.server_text.startswith("AADSTS50173: The provided grant has expired")
    assert "Correlation ID: " in error.server_text


def test_wrong_secret_is_named_and_appears_nowhere(tenant: PracticeTenant) -> None:
    token = tenant.control.grant(SUPPORT, SCOPE)["refresh_token"]

    error = _refused(tenant, _endpoint(tenant, secret="very-wrong-secret"), token)

    assert error.code == "AADSTS7000215"
    assert "very-wrong-secret" not in f"{error!r} {error.server_text} {error.__cause__!r} {error.__context__!r}"
    assert token not in f"{error!r} {error.server_text} {error.__cause__!r} {error.__context__!r}"


def test_certificate_signs_the_app_in(tenant: PracticeTenant) -> None:
    made = make_certificate("Postroom", 365)
    app = tenant.control.change_app(certificates=[made.certificate])
    endpoint = TokenEndpoint(_metadata(tenant, tenant.tenant_id).token_endpoint, app.client_id, made)

    assert endpoint.as_app("https://outlook.office365.com/.default").access_token != ""


def test_certificate_that_is_not_registered_is_refused(tenant: PracticeTenant) -> None:
    made: AppCertificate = make_certificate("Postroom", 365)
    endpoint = TokenEndpoint(_metadata(tenant, tenant.tenant_id).token_endpoint, tenant.client_id, made)

    with pytest.raises(TokenRefused) as caught:
        endpoint.as_app("https://outlook.office365.com/.default")

    assert caught.value.code == "AADSTS700027"


def test_unknown_tenant_is_refused_with_its_code(tenant: PracticeTenant) -> None:
    with pytest.raises(TokenRefused) as caught:
        _metadata(tenant, "nowhere.example")

    assert caught.value.code == "AADSTS90002"


@pytest.mark.parametrize(("how", "code"), [("refuse", codes.SERVER_BUSY), ("close", codes.CONNECTION_LOST)])
def test_service_that_is_away_is_tried_later(tenant: PracticeTenant, how: str, code: str) -> None:
    tenant.control.break_("away-login", value=how)

    with pytest.raises(DriverError) as caught:
        _metadata(tenant)

    assert (type(caught.value), caught.value.code, caught.value.retry) == (Unreachable, code, Retry.LATER)


def test_nothing_listening_is_unreachable() -> None:
    with pytest.raises(Unreachable) as caught:
        fetch_metadata(f"http://127.0.0.1:{free_port()}/common/v2.0/.well-known/openid-configuration")

    assert (caught.value.code, caught.value.step) == (codes.CONNECTION_REFUSED, "metadata")


def test_nothing_is_sent_in_clear_text_over_a_network() -> None:
    endpoint = TokenEndpoint("http://login.example/common/oauth2/v2.0/token", "app", AppSecret("secret"))

    with pytest.raises(Insecure):
        endpoint.as_app("https://outlook.office365.com/.default")


def test_error_of_a_provider_without_numbers_keeps_its_word() -> None:
    error = refusal({"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, "token")

    assert (error.code, error.server_text) == ("invalid_grant", "Token has been expired or revoked.")


def test_correlation_id_outside_the_text_is_kept() -> None:
    error = refusal({"error": "x", "error_description": "AADSTS90033: A transient error.", "correlation_id": "c1"}, "t")

    assert (error.code, error.retry) == ("AADSTS90033", Retry.LATER)
    assert error.server_text == "AADSTS90033: A transient error. Correlation ID: c1"
