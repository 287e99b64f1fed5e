from __future__ import annotations

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

from postroom.practice import PracticeTenant
from tests.practice.browser import CALLBACK, IMAP, SMTP, Browser

SUPPORT = "support@nordlicht.example"


def signed_in(browser: Browser, upn: str = SUPPORT, **changes: str) -> None:
    browser.authorize(**changes)
    browser.sign_in(upn)
    if browser.title == "Permissions requested":
        browser.press("consent")


def test_sign_in_asks_for_consent_once_and_returns_code_and_state(browser: Browser) -> None:
    browser.authorize()
    assert browser.title == "Sign in"
    browser.sign_in(SUPPORT)
    assert browser.title == "Permissions requested"
    assert "Office 365 Exchange Online: IMAP.AccessAsUser.All" in browser.text
    browser.press("consent")
    assert browser.landed["state"] == "state-1"
    first = browser.landed["code"]
    browser.landed = {}
    browser.authorize()
    assert browser.landed["code"] != first


def test_code_is_redeemed_for_tokens_of_one_resource(browser: Browser, tenant: PracticeTenant) -> None:
    signed_in(browser)
    answer = browser.redeem().json()
    assert sorted(answer) == [
        "access_token", "expires_in", "ext_expires_in", "id_token", "refresh_token", "scope", "token_type",
    ]  # fmt: skip
    assert answer["token_type"] == "Bearer"
    assert sorted(answer["scope"].split()) == [IMAP, SMTP]
    keys = httpx.get(f"{tenant.base_url}/common/discovery/v2.0/keys").json()
    claims = jwt.decode(answer["id_token"], KeySet.import_key_set(keys), algorithms=["RS256"]).claims
    assert (claims["aud"], claims["nonce"], claims["preferred_username"], claims["tid"]) == (
        tenant.client_id, "nonce-1", SUPPORT, tenant.tenant_id,
    )  # fmt: skip
    assert claims["iss"] == f"{tenant.base_url}/{tenant.tenant_id}/v2.0"


def test_code_used_twice_is_refused_with_54005(browser: Browser) -> None:
    signed_in(browser)
    assert browser.redeem().status_code == 200
    refused = browser.redeem()
    assert (refused.status_code, refused.json()["error"], refused.json()["error_codes"]) == (
        400, "invalid_grant", [54005],
    )  # fmt: skip


def test_code_with_wrong_verifier_is_refused(browser: Browser) -> None:
    signed_in(browser)
    assert browser.redeem(code_verifier="x" * 43).json()["error_codes"] == [501481]
    assert browser.redeem(code_verifier="").json()["error_codes"] == [501481]
    assert browser.redeem(redirect_uri=f"{CALLBACK}/").json()["error_codes"] == [500112]


def test_unregistered_redirect_address_stays_on_an_error_page(browser: Browser) -> None:
    browser.authorize(redirect_uri="https://other.example/callback")
    assert browser.status == 400
    assert "AADSTS50011: The redirect URI 'https://other.example/callback' specified in the request" in browser.text
    assert browser.landed == {}


def test_wrong_secret_error_has_every_documented_field(browser: Browser) -> None:
    signed_in(browser)
    refused = browser.redeem(client_secret="wrong")
    body = refused.json()
    assert refused.status_code == 401
    assert sorted(body) == [
        "correlation_id", "error", "error_codes", "error_description", "error_uri", "timestamp", "trace_id",
    ]  # fmt: skip
    assert body["error"] == "invalid_client"
    assert body["error_description"].startswith("AADSTS7000215: Invalid client secret provided. Ensure the secret")
    assert body["error_description"].endswith(
        f"Trace ID: {body['trace_id']} Correlation ID: {body['correlation_id']} Timestamp: {body['timestamp']}"
    )


def test_two_resources_in_one_token_request_are_refused_with_28000(browser: Browser) -> None:
    signed_in(browser)
    refused = browser.redeem(scope=f"{IMAP} https://graph.microsoft.com/Mail.ReadWrite")
    assert (refused.json()["error"], refused.json()["error_codes"]) == ("invalid_scope", [28000])
