"""Google's token endpoint, its revocation endpoint, and what describes them.

Sources on developers.google.com: "Using OAuth 2.0 for Web Server Applications" (identity/protocols/oauth2/web-server),
"OpenID Connect" (identity/openid-connect/openid-connect).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from postroom.practice.asgi.messages import Request, Response, json_response
from postroom.practice.clock import now
from postroom.practice.google.accounts import Account, Client
from postroom.practice.google.google import Code
from postroom.practice.google.tokens import ACCESS_SECONDS
from postroom.practice.world import World


class Refusal(Exception):
    """An error answer of RFC 6749 section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.answer = json_response({"error": error, "error_description": description}, status)


def token(world: World, request: Request) -> Response:
    """Answer POST /google/token."""
    form = request.form
    try:
        return json_response(_granted(world, _client(world, form), form))
    except Refusal as refusal:
        return refusal.answer


def _granted(world: World, client: Client, form: dict[str, str]) -> dict[str, Any]:
    if form.get("grant_type") == "authorization_code":
        return _redeem(world, client, form)
    if form.get("grant_type") == "refresh_token":
        return _refresh(world, client, form)
    raise Refusal("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")


def _client(world: World, form: dict[str, str]) -> Client:
    client = world.google.accounts.client(form.get("client_id", ""))
    if client is None:
        raise Refusal("invalid_client", "The OAuth client was not found.", 401)
    if client.fate:
        raise Refusal(client.fate, f"The OAuth client was {client.fate.partition('_')[0]}.", 401)
    if not hmac.compare_digest(client.secret, form.get("client_secret", "")):
        raise Refusal("invalid_client", "The provided client secret is invalid.", 401)
    return client


def _redeem(world: World, client: Client, form: dict[str, str]) -> dict[str, Any]:
    code = world.google.codes.get(form.get("code", ""))
    if code is None or code.sign_in.client.client_id != client.client_id:
        raise Refusal("invalid_grant", "Malformed auth code.")
    if form.get("redirect_uri") != code.sign_in.parameters["redirect_uri"]:
        raise Refusal("redirect_uri_mismatch", "Bad Request")
    _check_verifier(code, form.get("code_verifier", ""))
    del world.google.codes[form["code"]]
    if code.ended:
        raise Refusal("invalid_grant", "Bad Request")
    answer = _answer(world, client, code.account, code.scope)
    answer["id_token"] = _id_token(world, client, code)
    # A refresh token comes with a consent only, and only where it was asked for.
    if code.sign_in.parameters.get("access_type") == "offline":
        answer["refresh_token"] = world.google.tokens.refresh(code.account, client, code.scope)
        answer |= _end_of(world, answer["refresh_token"])
    return answer


def _end_of(world: World, refresh_token: str) -> dict[str, int]:
    """What Google adds where the refresh token ends on a day: in Testing, and where the person limited the time."""
    left = world.google.tokens.seconds_left(refresh_token)
    return {} if left is None else {"refresh_token_expires_in": left}


def _check_verifier(code: Code, verifier: str) -> None:
    challenge = code.sign_in.parameters.get("code_challenge", "")
    if challenge and not verifier:
        raise Refusal("invalid_grant", "Missing code verifier.")
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if challenge and not hmac.compare_digest(challenge, digest):
        raise Refusal("invalid_grant", "Invalid code verifier.")


def _refresh(world: World, client: Client, form: dict[str, str]) -> dict[str, Any]:
    known = world.google.tokens.refreshable(form.get("refresh_token", ""), client)
    account = world.google.accounts.account(known["user"]) if known else None
    if known is None or account is None:
        raise Refusal("invalid_grant", "Token has been expired or revoked.")
    if account.suspended:
        raise Refusal("invalid_grant", "Account has been deleted")
    return _answer(world, client, account, known["scope"]) | _end_of(world, known["token"])


def _answer(world: World, client: Client, account: Account, scope: str) -> dict[str, Any]:
    access = world.google.tokens.access(account, client, scope)
    return {"access_token": access, "expires_in": ACCESS_SECONDS, "scope": scope, "token_type": "Bearer"}


def _id_token(world: World, client: Client, code: Code) -> str:
    issued = int(now())
    claims: dict[str, Any] = {
        "iss": f"{world.base_url}/google",
        "azp": client.client_id,
        "aud": client.client_id,
        "sub": code.account.sub,
        "email": code.account.email,
        "email_verified": True,
        "name": code.account.name,
        "iat": issued,
        "exp": issued + ACCESS_SECONDS,
    }
    if code.account.domain:
        claims["hd"] = code.account.domain
    if nonce := code.sign_in.parameters.get("nonce"):
        claims["nonce"] = nonce
    return world.key.sign(claims)


def revoke(world: World, request: Request) -> Response:
    """Answer POST /google/revoke (RFC 7009, but for the refusal of what is not known)."""
    if world.google.tokens.give_back(request.form.get("token", "")):
        return json_response({})
    return json_response({"error": "invalid_token", "error_description": "Token expired or revoked"}, 400)


def metadata(world: World, _request: Request) -> Response:
    """Answer the discovery document."""
    base = f"{world.base_url}/google"
    return json_response(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/o/oauth2/v2/auth",
            "token_endpoint": f"{base}/token",
            "revocation_endpoint": f"{base}/revoke",
            "jwks_uri": f"{base}/oauth2/v3/certs",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile"],
            "code_challenge_methods_supported": ["plain", "S256"],
        }
    )


def keys(world: World, _request: Request) -> Response:
    """Answer the public keys."""
    return json_response(world.key.key_set())
