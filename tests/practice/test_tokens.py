from __future__ import annotations

import datetime
import time
import uuid
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.util import urlsafe_b64encode

from postroom.practice import PracticeTenant
from tests.practice.browser import IMAP, SMTP, Browser
from tests.practice.mails import SUPPORT

MAIL_READ = "https://graph.microsoft.com/Mail.ReadWrite"


@pytest.fixture
def refresh_token(tenant: PracticeTenant) -> str:
    return tenant.control.grant(SUPPORT, f"{IMAP} {SMTP} offline_access")["refresh_token"]


def refusal(answer: httpx.Response) -> tuple[int, str, list[int]]:
    body = answer.json()
    return answer.status_code, body["error"], body["error_codes"]


def test_refreshing_rotates_and_the_old_token_lives_on(browser: Browser, refresh_token: str) -> None:
    first = browser.refresh(refresh_token).json()
    assert first["refresh_token"] != refresh_token
    assert browser.refresh(refresh_token).status_code == 200
    assert browser.refresh(first["refresh_token"]).status_code == 200


def test_who_keeps_the_superseded_token_is_found_out(
    browser: Browser, tenant: PracticeTenant, refresh_token: str
) -> None:
    rotated = browser.refresh(refresh_token).json()["refresh_token"]
    tenant.control.expire_refresh_tokens(only_superseded=True)
    refused = browser.refresh(refresh_token)
    assert refusal(refused) == (400, "invalid_grant", [700082])
    assert "was inactive for 90.00:00:00." in refused.json()["error_description"]
    assert browser.refresh(rotated).status_code == 200


def test_one_refresh_token_serves_every_resource_consented_to(
    browser: Browser, tenant: PracticeTenant, refresh_token: str
) -> None:
    assert refusal(browser.refresh(refresh_token, scope=MAIL_READ)) == (400, "invalid_grant", [65001])
    tenant.control.consent_for_everyone()
    answer = browser.refresh(refresh_token, scope=MAIL_READ).json()
    assert MAIL_READ in answer["scope"].split()
    mixed = browser.refresh(refresh_token, scope=f"{IMAP} {MAIL_READ}")
    assert refusal(mixed) == (400, "invalid_scope", [28000])
    unknown = browser.refresh(refresh_token, scope="https://graph.microsoft.com/Mail.Everything")
    assert refusal(unknown) == (400, "invalid_scope", [70011])


@pytest.mark.parametrize(
    ("hurt", "expected"),
    [
        ("revoke_grants", (400, "invalid_grant", [50173])),
        ("demand_sign_in_again", (400, "invalid_grant", [70043])),
        ("expire_refresh_tokens", (400, "invalid_grant", [700082])),
        ("demand_consent", (400, "invalid_grant", [65001])),
        ("expire_secret", (401, "invalid_client", [7000222])),
    ],
)
def test_each_loss_has_its_own_code(
    browser: Browser, tenant: PracticeTenant, refresh_token: str, hurt: str, expected: tuple[int, str, list[int]]
) -> None:
    getattr(tenant.control, hurt)()
    assert refusal(browser.refresh(refresh_token)) == expected


def test_policies_hit_the_refresh_and_lifting_them_heals_it(browser: Browser, tenant: PracticeTenant) -> None:
    browser.authorize()
    browser.sign_in(SUPPORT)
    browser.press("consent")
    token = browser.redeem().json()["refresh_token"]
    tenant.control.break_("mfa")
    assert refusal(browser.refresh(token)) == (400, "interaction_required", [50076])
    tenant.control.mend("mfa")
    tenant.control.break_("conditional-access")
    assert refusal(browser.refresh(token)) == (400, "invalid_grant", [53003])
    tenant.control.mend()
    tenant.control.change_user(SUPPORT, enabled=False)
    assert refusal(browser.refresh(token)) == (400, "invalid_grant", [50057])
    tenant.control.change_user(SUPPORT, enabled=True)
    assert browser.refresh(token).status_code == 200


def test_disabled_app_and_missing_secret(browser: Browser, tenant: PracticeTenant, refresh_token: str) -> None:
    assert refusal(browser.refresh(refresh_token, client_secret="")) == (401, "invalid_client", [7000218])
    tenant.control.change_app(enabled=False)
    assert refusal(browser.refresh(refresh_token)) == (400, "unauthorized_client", [7000112])


def test_second_secret_works_while_the_first_has_expired(
    browser: Browser, tenant: PracticeTenant, refresh_token: str
) -> None:
    tenant.control.expire_secret()
    fresh = tenant.control.add_secret()
    assert browser.refresh(refresh_token, client_secret=fresh).status_code == 200
    assert refusal(browser.refresh(refresh_token)) == (401, "invalid_client", [7000222])


def app_only(tenant: PracticeTenant, where: str = "", **changes: str) -> httpx.Response:
    data = {
        "client_id": tenant.client_id,
        "client_secret": tenant.client_secret,
        "grant_type": "client_credentials",
        "scope": "https://outlook.office365.com/.default",
        **changes,
    }
    return httpx.post(f"{tenant.base_url}/{where or tenant.tenant_id}/oauth2/v2.0/token", data=data)


def test_client_credentials_need_a_tenant_and_the_default_scope(tenant: PracticeTenant) -> None:
    assert sorted(app_only(tenant).json()) == ["access_token", "expires_in", "ext_expires_in", "token_type"]
    assert refusal(app_only(tenant, scope=IMAP)) == (400, "invalid_scope", [1002012])
    assert refusal(app_only(tenant, "common")) == (400, "invalid_request", [50059])
    assert refusal(app_only(tenant, "suedwind.example")) == (400, "unauthorized_client", [700016])


class Certificate:
    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Postroom")])
        start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(start)
            .not_valid_after(start + datetime.timedelta(days=30))
            .sign(self.key, hashes.SHA256())
        )

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def assertion(self, tenant: PracticeTenant, print_name: str, **changes: Any) -> str:
        algorithm = hashes.SHA256() if print_name == "x5t#S256" else hashes.SHA1()
        thumb = urlsafe_b64encode(self.certificate.fingerprint(algorithm)).decode()
        private = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        claims = {
            "aud": f"{tenant.base_url}/{tenant.tenant_id}/oauth2/v2.0/token",
            "iss": tenant.client_id,
            "sub": tenant.client_id,
            "jti": str(uuid.uuid4()),
            "nbf": int(time.time()),
            "exp": int(time.time()) + 300,
            **changes,
        }
        kind = "PS256" if print_name == "x5t#S256" else "RS256"
        header = {"alg": kind, "typ": "JWT", print_name: thumb}
        return jwt.encode(header, claims, RSAKey.import_key(private), algorithms=[kind])


def test_certificate_assertion_is_accepted_by_either_thumbprint_and_checked(tenant: PracticeTenant) -> None:
    certificate = Certificate()
    tenant.control.change_app(certificates=[certificate.pem])

    def ask(assertion: str) -> httpx.Response:
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return app_only(tenant, client_secret="", client_assertion=assertion, client_assertion_type=kind)

    assert ask(certificate.assertion(tenant, "x5t")).status_code == 200
    assert ask(certificate.assertion(tenant, "x5t#S256")).status_code == 200
    assert refusal(ask(Certificate().assertion(tenant, "x5t"))) == (401, "invalid_client", [700027])
    late = certificate.assertion(tenant, "x5t", exp=int(time.time()) - 3600)
    assert refusal(ask(late)) == (401, "invalid_client", [700024])
    assert refusal(ask(certificate.assertion(tenant, "x5t", iss="x"))) == (401, "invalid_client", [700021])
    assert refusal(ask("not.a.token")) == (401, "invalid_client", [50027])


def test_device_code_waits_for_the_person(browser: Browser, tenant: PracticeTenant) -> None:
    asked = httpx.post(
        f"{tenant.base_url}/common/oauth2/v2.0/devicecode",
        data={"client_id": tenant.client_id, "scope": f"{IMAP} offline_access"},
    ).json()
    redeem = {
        "client_id": tenant.client_id,
        "client_secret": tenant.client_secret,
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": asked["device_code"],
    }
    assert refusal(browser.token(redeem)) == (400, "authorization_pending", [70016])
    answer = httpx.post(f"{tenant.base_url}/devicelogin", data={"otc": asked["user_code"]})
    browser.page = type(browser.page)(answer.text)
    browser.sign_in(SUPPORT)
    browser.press("consent")
    assert sorted(browser.token(redeem).json()) == [
        "access_token", "expires_in", "ext_expires_in", "refresh_token", "scope", "token_type",
    ]  # fmt: skip


def test_metadata_names_the_endpoints_of_each_tenant_form(tenant: PracticeTenant) -> None:
    for named in (tenant.tenant_id, tenant.domain):
        found = httpx.get(f"{tenant.base_url}/{named}/v2.0/.well-known/openid-configuration").json()
        assert found["issuer"] == f"{tenant.base_url}/{tenant.tenant_id}/v2.0"
        assert found["token_endpoint"] == f"{tenant.base_url}/{named}/oauth2/v2.0/token"
    common = httpx.get(f"{tenant.base_url}/common/v2.0/.well-known/openid-configuration").json()
    assert common["issuer"] == f"{tenant.base_url}/{{tenantid}}/v2.0"
    wrong = httpx.get(f"{tenant.base_url}/quatsch/v2.0/.well-known/openid-configuration")
    assert refusal(wrong) == (400, "invalid_request", [900023])


def test_sign_in_service_that_is_away(tenant: PracticeTenant) -> None:
    tenant.control.break_("away-login", value="refuse", times=1)
    assert app_only(tenant).status_code == 503
    tenant.control.break_("away-login", value="close", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        app_only(tenant)
    tenant.control.break_("away-login", value="hang", times=1)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{tenant.base_url}/common/discovery/v2.0/keys", timeout=0.5)
    assert app_only(tenant).status_code == 200
