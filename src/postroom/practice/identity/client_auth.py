"""How an app proves itself at the token endpoint: secret or certificate.

Sources: "Microsoft identity platform application authentication certificate credentials"
(learn.microsoft.com/entra/identity-platform/certificate-credentials), RFC 7523, RFC 6749 section 2.3.1.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from typing import Any
from urllib.parse import unquote_plus

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from postroom.practice.clock import now
from postroom.practice.identity.directory import App
from postroom.practice.identity.errors import IdentityError, invalid_client

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_CLOCK_SKEW = 300


def with_basic_credentials(form: dict[str, str], authorization: str) -> dict[str, str]:
    """The form, completed by client id and secret of an HTTP Basic header where there is one."""
    word, _, encoded = authorization.partition(" ")
    if word.lower() != "basic":
        return form
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return form
    return {"client_id": unquote_plus(name), "client_secret": unquote_plus(secret), **form}


def prove_app(app: App, form: dict[str, str]) -> None:
    """Check the app's credentials. Raises IdentityError (7000215, 7000218, 7000222, 700027 and their like)."""
    if form.get("client_assertion"):
        _check_assertion(app, form)
    elif form.get("client_secret"):
        _check_secret(app, form["client_secret"])
    elif not app.public_client:
        raise invalid_client(
            7000218,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        )


def _check_secret(app: App, given: str) -> None:
    secret = next((one for one in app.secrets if hmac.compare_digest(one.value.encode(), given.encode())), None)
    if secret is None:
        raise invalid_client(
            7000215,
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
            f"not the client secret ID, for a secret added to app '{app.client_id}'.",
        )
    if secret.expired:
        raise invalid_client(
            7000222,
            f"The provided client secret keys for app '{app.client_id}' are expired. Visit the Azure portal to create "
            "new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for "
            "added security: https://aka.ms/certCreds.",
        )


def _check_assertion(app: App, form: dict[str, str]) -> None:
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise invalid_client(50027, "JWT token is invalid or malformed.")
    assertion = form["client_assertion"]
    certificate = _certificate(app, _header(assertion))
    key = RSAKey.import_key(certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    try:
        claims = jwt.decode(assertion, key, algorithms=["RS256", "PS256"]).claims
    except (JoseError, ValueError) as error:
        raise _bad_assertion(app, "The key was found, but the signature does not match") from error
    _check_claims(app, claims)


def _header(assertion: str) -> dict[str, Any]:
    try:
        encoded = assertion.partition(".")[0]
        header = json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (ValueError, binascii.Error) as error:
        raise invalid_client(50027, "JWT token is invalid or malformed.") from error
    return header if isinstance(header, dict) else {}


def _certificate(app: App, header: dict[str, Any]) -> x509.Certificate:
    """The registered certificate that the header's thumbprint (x5t of SHA-1, x5t#S256 of SHA-256) names."""
    for text in app.certificates:
        certificate = x509.load_pem_x509_certificate(text.encode())
        # SHA-1 is what the x5t header is made of (RFC 7515 section 4.1.7); it names the key, it secures nothing.
        prints = {
            "x5t": certificate.fingerprint(hashes.SHA1()),  # noqa: S303
            "x5t#S256": certificate.fingerprint(hashes.SHA256()),
        }
        if any(header.get(name) == _base64url(value) for name, value in prints.items()):
            if certificate.not_valid_after_utc.timestamp() < now():
                raise _bad_assertion(app, "The key used is expired")
            return certificate
    raise _bad_assertion(app, "The key was not found")


def _check_claims(app: App, claims: dict[str, Any]) -> None:
    for name, code in (("iss", 700021), ("sub", 700022)):
        if claims.get(name) != app.client_id:
            raise invalid_client(code, f"Client assertion application identifier ('{name}') doesn't match 'client_id'.")
    if "/oauth2/v2.0/token" not in str(claims.get("aud")) and not str(claims.get("aud")).endswith("/v2.0"):
        raise invalid_client(700023, "Client assertion audience claim does not match Realm issuer.")
    expires, starts = claims.get("exp"), claims.get("nbf", 0)
    if not isinstance(expires, int | float) or expires < now() - _CLOCK_SKEW or starts > now() + _CLOCK_SKEW:
        raise invalid_client(700024, "Client assertion is not within its valid time range.")


def _bad_assertion(app: App, reason: str) -> IdentityError:
    return invalid_client(
        700027,
        "The certificate with identifier used to sign the client assertion is not registered on application. "
        f"[Reason - {reason}.] Application '{app.client_id}'.",
    )


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
