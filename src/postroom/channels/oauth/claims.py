"""What an access token says of itself. Never believed: it is for whom the token is meant for to check."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from postroom.channels.credentials import stored_password
from postroom.models import OAuthAccessToken, OAuthApp


def claims_of(token: str) -> dict[str, Any]:
    """Return the claims of a JWT (RFC 7519), unverified and for show only; empty where it is none.

    Tokens of personal accounts are no JWT ("Access tokens", learn.microsoft.com/entra/identity-platform).
    """
    _header, _dot, rest = token.partition(".")
    payload = rest.partition(".")[0]
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def audience_of(token: str) -> str:
    """Return for whom a token is meant; empty where it does not say."""
    return str(claims_of(token).get("aud", ""))


def principal_of(app: OAuthApp) -> str:
    """Return the object id by which the app's tenant knows it ("Access token claims reference": `oid`).

    Told by a token that the app got in its own name; empty where it never got one.
    """
    token = OAuthAccessToken.objects.filter(app=app, grant=None).order_by("-expires_at").first()
    return str(claims_of(stored_password(token.token)).get("oid", "")) if token else ""
