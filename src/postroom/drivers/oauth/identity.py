"""Who signed in: the id_token, believed only after its signature and its claims were checked.

Sources: OpenID Connect Core section 3.1.3.7; "ID tokens in the Microsoft identity platform" and "Secure applications
and APIs by validating claims" (learn.microsoft.com/entra/identity-platform); "OpenID Connect" of Google, "Obtain user
information from the ID token" (developers.google.com/identity/openid-connect/openid-connect).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from postroom.drivers import codes
from postroom.drivers.errors import TokenRefused
from postroom.drivers.oauth.metadata import Metadata, fetch_keys

STEP = "identity"
_CLOCK_SKEW = 300
_ALGORITHMS = ["RS256"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in. `user_name` is what they type; their primary address may be another one: `email`."""

    user_name: str
    email: str
    name: str
    tenant: str
    subject: str
    """Stable for this person and this app, whatever they are called later."""


def verified_identity(id_token: str, metadata: Metadata, *, client_id: str, nonce: str) -> Identity:
    """Return who the token is about. Raises TokenRefused (code `id-token`) for one that proves nothing."""
    published = fetch_keys(metadata.jwks_uri)
    try:
        keys = KeySet.import_key_set(KeySetSerialization(keys=published))
        token = jwt.decode(id_token, keys, algorithms=_ALGORITHMS)
        jwt.JWTClaimsRegistry(
            leeway=_CLOCK_SKEW,
            exp={"essential": True},
            aud={"essential": True, "value": client_id},
            sub={"essential": True},
        ).validate(token.claims)
    except (JoseError, ValueError, KeyError) as error:
        raise _refused(str(error)) from None
    _check_issuer(token.claims, metadata)
    if not hmac.compare_digest(str(token.claims.get("nonce", "")), nonce):
        raise _refused("another nonce than was sent")
    return _identity(token.claims)


def _check_issuer(claims: Mapping[str, Any], metadata: Metadata) -> None:
    # For /common and /organizations Microsoft's metadata has a placeholder where each token names its own tenant.
    expected = metadata.issuer.replace("{tenantid}", str(claims.get("tid", "")))
    # Google documents that its own name may stand there without the scheme.
    if claims.get("iss") not in (expected, expected.removeprefix("https://")):
        raise _refused("another issuer than the one that was asked")


def _identity(claims: Mapping[str, Any]) -> Identity:
    user_name = str(claims.get("preferred_username") or claims.get("email") or "")
    if "@" not in user_name:
        raise _refused("no sign-in name in it")
    if claims.get("email_verified") is False:
        raise _refused("the address in it is not verified")
    return Identity(
        user_name=user_name,
        email=str(claims.get("email") or user_name),
        name=str(claims.get("name") or ""),
        tenant=str(claims.get("tid") or ""),
        subject=str(claims["sub"]),
    )


def _refused(why: str) -> TokenRefused:
    return TokenRefused(why, code=codes.IDENTITY_UNPROVEN, step=STEP)
