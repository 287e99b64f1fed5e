"""The address a browser is sent to for signing in.

Sources: RFC 6749 section 4.1.1, RFC 7636 (PKCE), OpenID Connect Core section 3.1.2.1, and "Microsoft identity platform
and OAuth 2.0 authorization code flow" (learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge


@dataclass(frozen=True, slots=True)
class AuthorizeRequest:
    """What is asked for. `verifier` stays here; only its digest travels."""

    client_id: str
    redirect_uri: str
    scope: str
    state: str
    nonce: str
    verifier: str = field(repr=False)
    prompt: str = "select_account"
    login_hint: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    """What one provider alone understands, such as Google's `access_type`."""


def authorize_url(endpoint: str, request: AuthorizeRequest) -> str:
    """Return the address of the sign-in page."""
    hint = {"login_hint": request.login_hint} if request.login_hint else {}
    address: str = prepare_grant_uri(
        endpoint,
        client_id=request.client_id,
        response_type="code",
        redirect_uri=request.redirect_uri,
        scope=request.scope,
        state=request.state,
        response_mode="query",
        nonce=request.nonce,
        prompt=request.prompt,
        code_challenge=create_s256_code_challenge(request.verifier),
        code_challenge_method="S256",
        **hint,
        **request.extra,
    )
    return address
