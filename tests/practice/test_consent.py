from __future__ import annotations

import httpx

from postroom.practice import PracticeTenant
from tests.practice.browser import CALLBACK, IMAP, MAIL, SMTP, Browser
from tests.practice.mails import JONAS, SUPPORT

ADMIN = "admin@nordlicht.example"


def error_of(browser: Browser) -> tuple[str, str]:
    """The OAuth word and the AADSTS code that came back to the app."""
    return browser.landed["error"], browser.landed["error_description"].partition(":")[0]


def test_declined_consent_comes_back_as_65004(browser: Browser) -> None:
    browser.authorize()
    browser.sign_in(SUPPORT)
    browser.press("decline")
    assert error_of(browser) == ("access_denied", "AADSTS65004")
    assert browser.landed["state"] == "state-1"


def test_request_for_approval_goes_by_mail_to_the_administrator_and_back(
    browser: Browser, tenant: PracticeTenant
) -> None:
    tenant.control.demand_consent(policy="request")
    browser.authorize()
    browser.sign_in(SUPPORT)
    assert browser.title == "Approval required"
    browser.press("ask", why="Wir brauchen das Ticketsystem")
    assert browser.title == "Request sent"
    browser.press("decline")
    assert error_of(browser) == ("access_denied", "AADSTS65004")
    mail = tenant.control.held(ADMIN)[0]
    assert mail.subject == "Support Nordlicht requests access to Postroom"
    assert b"Wir brauchen das Ticketsystem" in mail.content
    browser.open("/practice/tenant")
    assert "support@nordlicht.example: Postroom (Wir brauchen das Ticketsystem)" in browser.text
    answer = httpx.post(f"{tenant.base_url}/practice/request", data={"id": "1", "answer": "approve"})
    assert answer.status_code == 302
    assert tenant.control.held(SUPPORT)[0].subject == "Your request for Postroom was approved"
    browser.landed = {}
    browser.authorize()
    browser.sign_in(SUPPORT)
    assert "code" in browser.landed


def test_without_a_workflow_the_way_back_says_90094(browser: Browser, tenant: PracticeTenant) -> None:
    tenant.control.demand_consent(policy="admin")
    browser.authorize()
    browser.sign_in(SUPPORT)
    assert browser.title == "Need admin approval"
    browser.press("decline")
    assert error_of(browser) == ("access_denied", "AADSTS90094")


def test_page_of_an_administrator_consents_for_everyone(browser: Browser, tenant: PracticeTenant) -> None:
    tenant.control.demand_consent(policy="admin")
    browser.authorize()
    browser.sign_in(ADMIN)
    browser.press("consent", everyone="1")
    assert "code" in browser.landed
    with Browser(tenant) as other:
        other.authorize()
        other.sign_in(JONAS)
        assert "code" in other.landed


def test_admin_consent_endpoint_answers_what_was_granted(browser: Browser, tenant: PracticeTenant) -> None:
    scope = f"{IMAP} {SMTP}"
    query = {"client_id": tenant.client_id, "scope": scope, "redirect_uri": CALLBACK, "state": "s2"}
    browser.open(f"/organizations/v2.0/adminconsent?{httpx.QueryParams(query)}")
    browser.sign_in(ADMIN)
    assert browser.title == "Permissions requested"
    browser.press("consent")
    assert browser.landed == {"admin_consent": "True", "tenant": tenant.tenant_id, "state": "s2", "scope": scope}
    with Browser(tenant) as other:
        other.authorize()
        other.sign_in(SUPPORT)
        assert "code" in other.landed


def test_admin_consent_refused_or_by_nobody_entitled(browser: Browser, tenant: PracticeTenant) -> None:
    address = f"/{tenant.tenant_id}/v2.0/adminconsent?client_id={tenant.client_id}&redirect_uri={CALLBACK}&state=s3"
    browser.open(f"{address}&scope={IMAP}")
    browser.sign_in(SUPPORT)
    assert browser.title == "Need admin approval"
    browser.press("decline")
    assert (browser.landed["error"], browser.landed["admin_consent"]) == ("consent_required", "True")
    assert browser.landed["error_description"].startswith(
        "AADSTS65004: The resource owner or authorization server denied the request."
    )


def test_nobody_forges_consent_by_pressing_a_button_that_is_not_there(browser: Browser, tenant: PracticeTenant) -> None:
    tenant.control.demand_consent(policy="admin")
    browser.authorize()
    browser.sign_in(SUPPORT)
    browser.press("decline", action="consent")
    assert browser.title == "Need admin approval"


def test_account_is_chosen_and_several_sessions_are_not_guessed(browser: Browser, tenant: PracticeTenant) -> None:
    tenant.control.consent_for_everyone()
    browser.authorize()
    browser.sign_in(SUPPORT)
    browser.authorize(prompt="select_account")
    assert browser.title == "Pick an account"
    browser.press("choose", account="")
    browser.sign_in(JONAS)
    assert "code" in browser.landed
    browser.landed = {}
    browser.authorize(prompt="none")
    assert error_of(browser) == ("interaction_required", "AADSTS16000")
    browser.authorize()
    assert browser.title == "Pick an account"
    browser.press("choose", account=SUPPORT)
    assert browser.redeem().status_code == 200


def test_wrong_password_unknown_and_disabled_users_stay_on_the_page(browser: Browser) -> None:
    browser.authorize(login_hint=SUPPORT)
    browser.sign_in(SUPPORT, "falsch")
    assert "AADSTS50126" in browser.text
    browser.sign_in("niemand@nordlicht.example")
    assert "AADSTS50034" in browser.text
    browser.sign_in("info@nordlicht.example")
    assert "AADSTS50057" in browser.text
    browser.sign_in(SUPPORT)
    assert browser.title == "Permissions requested"


def test_second_factor_is_asked_where_it_is_demanded(browser: Browser) -> None:
    browser.authorize()
    browser.sign_in("mia.fischer@nordlicht.example")
    assert browser.title == "Approve sign-in request"
    browser.press("mfa")
    assert browser.title == "Permissions requested"


def test_policies_and_foreign_tenants_end_on_an_error_page(browser: Browser, tenant: PracticeTenant) -> None:
    tenant.control.break_("conditional-access", target=JONAS)
    seen = []
    for upn, where in ((JONAS, "common"), ("klara.sued@suedwind.example", tenant.tenant_id)):
        browser.authorize(where, prompt="login")
        browser.sign_in(upn)
        seen.append(browser.text.partition("AADSTS")[2].partition(":")[0])
    tenant.control.change_app(assignment_required=True)
    browser.authorize(prompt="login")
    browser.sign_in(SUPPORT)
    seen.append(browser.text.partition("AADSTS")[2].partition(":")[0])
    tenant.control.change_app(assignment_required=False, multi_tenant=False)
    browser.authorize()
    seen.append(browser.text.partition("AADSTS")[2].partition(":")[0])
    browser.authorize("nirgends.example")
    seen.append(browser.text.partition("AADSTS")[2].partition(":")[0])
    browser.authorize(client_id="00000000-0000-0000-0000-000000000000")
    seen.append(browser.text.partition("AADSTS")[2].partition(":")[0])
    assert seen == ["53003", "50020", "50105", "50194", "90002", "700016"]


def test_personal_account_signs_in_where_the_app_allows_it(browser: Browser, tenant: PracticeTenant) -> None:
    browser.authorize()
    browser.sign_in("erika@outlook.example")
    browser.press("consent")
    assert browser.redeem().status_code == 200
    browser.authorize("organizations", prompt="login")
    browser.sign_in("erika@outlook.example")
    assert "AADSTS500200" in browser.text


def test_consent_page_speaks_german(tenant: PracticeTenant) -> None:
    with Browser(tenant) as browser:
        browser.open("/?lang=de")
        browser.authorize(scope=MAIL)
        browser.sign_in(SUPPORT)
        assert browser.title == "Angeforderte Berechtigungen"
