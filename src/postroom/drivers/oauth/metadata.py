"""What an identity provider tells about itself.

Source: OpenID Connect Discovery 1.0, and "OpenID Connect on the Microsoft identity platform"
(learn.microsoft.com/entra/identity-platform/v2-protocols-oidc).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from postroom.drivers import codes
from postroom.drivers.errors import ProtocolBroken
from postroom.drivers.oauth.http import get_json
from postroom.drivers.oauth.refusals import refusal

STEP = "metadata"


@dataclass(frozen=True, slots=True)
class Metadata:
    """The endpoints of one tenant. `issuer` may hold `{tenantid}`: then each token names its own tenant."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


def fetch_metadata(url: str) -> Metadata:
    """Return the document at `url`. Raises TokenRefused (an unknown tenant) and what keeps it from being read."""
    answer = get_json(url, STEP)
    if answer.status != 200:
        raise refusal(answer.body, STEP)
    names = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    values = {name: answer.body.get(name) for name in names}
    if not all(isinstance(value, str) and value for value in values.values()):
        raise ProtocolBroken("the metadata is not complete", code=codes.PROTOCOL, step=STEP)
    return Metadata(**{name: str(value) for name, value in values.items()})


def fetch_time(url: str) -> datetime.datetime | None:
    """Return the clock of the service that keeps the document at `url`, aware; None where it tells none."""
    date = get_json(url, "clock").date
    return date if date is None or date.tzinfo else date.replace(tzinfo=datetime.UTC)


def fetch_keys(url: str) -> list[Any]:
    """Return the provider's public keys (RFC 7517 section 5). Raises as `fetch_metadata`."""
    answer = get_json(url, STEP)
    if answer.status != 200:
        raise refusal(answer.body, STEP)
    keys = answer.body.get("keys")
    if not isinstance(keys, list):
        raise ProtocolBroken("there are no keys", code=codes.PROTOCOL, step=STEP)
    return keys
