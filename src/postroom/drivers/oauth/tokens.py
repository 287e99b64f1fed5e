"""The token endpoint: a code, a refresh token or the app itself against an access token.

Sources: RFC 6749 sections 4.1.3, 4.4 and 6; "Refresh tokens in the Microsoft identity platform" (learn.microsoft.com):
each use gives a new refresh token, which replaces the old one; one token is for one resource only. "Using OAuth 2.0 for
Web Server Applications" (developers.google.com/identity/protocols/oauth2/web-server) for `refresh_token_expires_in`,
which stands there only where the sign-in ends on a day however much it is used; an app in Testing is told 604799.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from authlib.common.urls import url_decode
from authlib.oauth2.rfc6749.parameters import prepare_token_request

from postroom.drivers import codes
from postroom.drivers.errors import ProtocolBroken
from postroom.drivers.oauth.http import post_form
from postroom.drivers.oauth.proof import AppProof
from postroom.drivers.oauth.refusals import refusal

STEP = "token"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the endpoint gave. Empty texts stand for what was not in the answer."""

    access_token: str = field(repr=False)
    seconds: int
    """How long the access token is valid from now."""
    refresh_token: str = field(default="", repr=False)
    id_token: str = field(default="", repr=False)
    scope: str = ""
    refresh_seconds: int = 0
    """How long the refresh token is valid from now; 0 where the provider named no end."""


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """One app at one token endpoint. Everything here raises TokenRefused, Unreachable, Throttled or ProtocolBroken."""

    url: str
    client_id: str
    proof: AppProof

    def redeem_code(self, code: str, *, redirect_uri: str, verifier: str, scope: str) -> Tokens:
        """Exchange the code that a sign-in ended with; an empty scope means what was consented to."""
        fields = {"code": code, "redirect_uri": redirect_uri, "code_verifier": verifier, "scope": scope}
        return self._ask("authorization_code", fields)

    def refresh(self, refresh_token: str, scope: str) -> Tokens:
        """Get an access token for the resource of `scope`; keep the new refresh token where there is one."""
        return self._ask("refresh_token", {"refresh_token": refresh_token, "scope": scope})

    def as_app(self, scope: str) -> Tokens:
        """Get an access token for the app alone (`<resource>/.default`)."""
        return self._ask("client_credentials", {"scope": scope})

    def _ask(self, grant_type: str, fields: Mapping[str, str]) -> Tokens:
        proof = self.proof.fields(self.client_id, self.url)
        given = {name: value for name, value in fields.items() if value}
        body = prepare_token_request(grant_type, client_id=self.client_id, **given, **proof)
        answer = post_form(self.url, dict(url_decode(body)), STEP)
        if answer.status != 200 or "error" in answer.body:
            raise refusal(answer.body, STEP)
        return _read(answer.body)


def revoke(url: str, token: str) -> None:
    """Give a refresh token back, and every access token that came of it (RFC 7009).

    What is not known any more counts as given back. Raises TokenRefused and what keeps the provider from being asked.
    """
    answer = post_form(url, {"token": token}, "revoke")
    if answer.status != 200 and answer.body.get("error") != "invalid_token":
        raise refusal(answer.body, "revoke")


def _read(body: Mapping[str, Any]) -> Tokens:
    access_token, seconds = body.get("access_token"), body.get("expires_in")
    if not isinstance(access_token, str) or not str(seconds).isdigit():
        raise ProtocolBroken("the answer holds no access token", code=codes.PROTOCOL, step=STEP)
    optional = {name: str(body.get(name) or "") for name in ("refresh_token", "id_token", "scope")}
    ends = str(body.get("refresh_token_expires_in"))
    return Tokens(access_token, int(str(seconds)), **optional, refresh_seconds=int(ends) if ends.isdigit() else 0)
