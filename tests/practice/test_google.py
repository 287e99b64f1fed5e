"""The stand-in Google: what it refuses on its own page, what at the token endpoint, and its page of switches."""

from __future__ import annotations

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from postroom.practice import PracticeTenant
from postroom.practice.google.tokens import MAIL
from postroom.practice.seed.people import PASSWORD
from tests.practice.browser import CALLBACK, Browser

SERVICE, OTTO = "service@fjordhandel.example", "werkstatt.otto@gmail.example"


def authorize(browser: Browser, **changes: str) -> None:
    query = {
        "client_id": browser.tenant.google_client_id,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": f"openid email profile {MAIL}",
        "access_type": "offline",
        "nonce": "nonce-1",
        "state": "state-1",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
        **changes,
    }
    browser.open(str(httpx.URL(f"{browser.tenant.google_url}/o/oauth2/v2/auth", params=query)))


def redeem(browser: Browser, **changes: str) -> httpx.Response:
    """Redeem the code; the verifier is that of RFC 7636 appendix B."""
    form = {
        "client_id": browser.tenant.google_client_id,
        "client_secret": browser.tenant.google_client_secret,
        "grant_type": "authorization_code",
        "code": browser.landed.get("code", ""),
        "redirect_uri": CALLBACK,
        "code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        **changes,
    }
    return httpx.post(f"{browser.tenant.google_url}/token", data=form)


def signed_in(browser: Browser, user: str = SERVICE, **box: str) -> None:
    authorize(browser)
    browser.sign_in(user)
    browser.press("consent", **box)


@pytest.fixture(autouse=True)
def callback(tenant: PracticeTenant) -> None:
    tenant.control.world.google.register_redirect_uri(CALLBACK)


def test_sign_in_gives_tokens_and_a_signed_identity(tenant: PracticeTenant, browser: Browser) -> None:
    signed_in(browser, mail="1")
    answer = redeem(browser).json()

    assert browser.landed["state"] == "state-1"
    assert MAIL in answer["scope"].split()
    metadata = httpx.get(f"{tenant.google_url}/.well-known/openid-configuration").json()
    keys = KeySet.import_key_set(httpx.get(metadata["jwks_uri"]).json())
    claims = jwt.decode(answer["id_token"], keys, algorithms=["RS256"]).claims
    expected = (metadata["issuer"], tenant.google_client_id, SERVICE, True, "fjordhandel.example", "nonce-1")
    assert tuple(claims[name] for name in ("iss", "aud", "email", "email_verified", "hd", "nonce")) == expected
    form = {"grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
    refreshed = redeem(browser, code="", **form).json()
    assert "refresh_token" not in refreshed
    assert tenant.control.world.google.tokens.who_may_mail(refreshed["access_token"]) == SERVICE
    assert httpx.post(f"{tenant.google_url}/revoke", data={"token": answer["refresh_token"]}).status_code == 200
    assert redeem(browser, code="", **form).json()["error_description"] == "Token has been expired or revoked."


WRONG = [
    ({"client_id": "nobody"}, 401, "invalid_client"),
    ({"client_secret": "wrong"}, 401, "invalid_client"),
    ({"code": "4/0-no-such-code"}, 400, "invalid_grant"),
    ({"code_verifier": ""}, 400, "invalid_grant"),
    ({"code_verifier": "another"}, 400, "invalid_grant"),
    ({"redirect_uri": "http://127.0.0.1:9/elsewhere"}, 400, "redirect_uri_mismatch"),
]


def test_token_endpoint_refuses_what_is_wrong_and_takes_a_code_once(browser: Browser) -> None:
    signed_in(browser, mail="1")
    answers = [redeem(browser, **change) for change, _, _ in WRONG]

    assert [(one.status_code, one.json()["error"]) for one in answers] == [(status, word) for _, status, word in WRONG]
    assert [redeem(browser).status_code, redeem(browser).status_code] == [200, 400]


def test_what_google_shows_on_its_own_page(tenant: PracticeTenant, browser: Browser) -> None:
    google = tenant.control.world.google
    authorize(browser, redirect_uri="http://127.0.0.1:9/elsewhere")
    assert "redirect_uri_mismatch" in browser.text
    authorize(browser)
    browser.sign_in(SERVICE, "wrong")
    assert "Wrong password" in browser.text
    for change, user, word in (
        ({"internal": "fjordhandel.example"}, OTTO, "org_internal"),
        ({"internal": "", "untrusted_in": ["fjordhandel.example"]}, SERVICE, "admin_policy_enforced"),
        ({"untrusted_in": [], "testing": True}, SERVICE, "access_denied"),
    ):
        google.change_client(**change)
        authorize(browser)
        browser.sign_in(user)
        assert word in browser.text
    google.change_client(fate="disabled_client")
    authorize(browser)
    assert "disabled_client" in browser.text
    assert browser.landed == {}


def test_page_tells_how_to_connect_and_breaks_things(tenant: PracticeTenant) -> None:
    with httpx.Client(base_url=tenant.base_url, follow_redirects=True) as web:
        page = web.get("/practice/google", params={"lang": "de"}).text
        assert tenant.google_client_id in page
        assert PASSWORD in page
        for action in ("Set the publishing status to Testing", "Demand a sign-in by browser (5.7.14)"):
            done = web.post("/practice/google/once", data={"action": action, "who": SERVICE})
            assert done.status_code == 200
    account = tenant.control.world.google.accounts.account(SERVICE)
    assert account is not None
    assert (account.wants_browser, tenant.control.world.google.client().testing) == (True, True)
