"""Signing somebody in: out to the provider, and back with a grant."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from postroom.channels.oauth.providers import provider_of
from postroom.channels.oauth.proving import token_endpoint
from postroom.channels.oauth.refusals import AnotherUser
from postroom.channels.oauth.scopes import missing_permissions
from postroom.channels.oauth.states import SignIn, sign_in_state
from postroom.channels.oauth.tokens import keep_tokens
from postroom.channels.sentences.google import REFRESH_TOKEN_MISSING, SCOPE_REFUSED
from postroom.drivers.errors import TokenRefused
from postroom.drivers.oauth import (
    AuthorizeRequest,
    Identity,
    Tokens,
    authorize_url,
    fetch_metadata,
    verified_identity,
)
from postroom.models import OAuthApp, OAuthGrant


def sign_in_url(
    app: OAuthApp, sign_in: SignIn, redirect_uri: str, resources: Sequence[str], *, login_hint: str = ""
) -> str:
    """Return where the browser goes."""
    provider = provider_of(app)
    request = AuthorizeRequest(
        client_id=app.client_id,
        redirect_uri=redirect_uri,
        scope=provider.sign_in_scope(app, resources),
        state=sign_in_state(sign_in),
        nonce=sign_in.nonce,
        verifier=sign_in.verifier,
        prompt=provider.prompt,
        login_hint=login_hint,
        extra=provider.authorize_extra,
    )
    return authorize_url(provider.authorize_url(app), request)


def finish_sign_in(
    app: OAuthApp, sign_in: SignIn, code: str, redirect_uri: str, resource: str, *, expected: OAuthGrant | None = None
) -> OAuthGrant:
    """Redeem the code, make sure who it was, and keep their grant.

    With `expected` only the person who gave that grant may renew it. Raises AnotherUser, TokenRefused (also where less
    was allowed than was asked for: codes `scope-refused` and `refresh-token-missing`), and what keeps the provider from
    being asked.
    """
    provider = provider_of(app)
    scope = provider.token_scope(app, resource)
    endpoint = token_endpoint(app)
    tokens = endpoint.redeem_code(code, redirect_uri=redirect_uri, verifier=sign_in.verifier, scope=scope)
    metadata = fetch_metadata(provider.metadata_url(app))
    who = verified_identity(tokens.id_token, metadata, client_id=app.client_id, nonce=sign_in.nonce)
    if expected is not None and not _same_person(expected, who):
        raise AnotherUser(who.user_name, expected.user_name)
    if provider.grants_in_part:
        _demand_whole(app, resource, tokens)
    return _keep(app, expected, who, resource, tokens)


def _demand_whole(app: OAuthApp, resource: str, tokens: Tokens) -> None:
    """Refuse a sign-in by which mail cannot be read, or only until the access token ends."""
    if missing := missing_permissions(app, resource, tokens.scope):
        raise TokenRefused(" ".join(missing), code=SCOPE_REFUSED, step="token")
    if not tokens.refresh_token:
        raise TokenRefused(code=REFRESH_TOKEN_MISSING, step="token")


def _same_person(grant: OAuthGrant, who: Identity) -> bool:
    """Whether it is them: by the id the provider gives them, or by name where the app was registered anew."""
    if grant.tenant != who.tenant:
        return False
    return grant.subject == who.subject or grant.user_name.lower() == who.user_name.lower()


def _keep(app: OAuthApp, expected: OAuthGrant | None, who: Identity, resource: str, tokens: Tokens) -> OAuthGrant:
    with transaction.atomic():
        known = OAuthGrant.objects.select_for_update().filter(app=app, tenant=who.tenant, subject=who.subject)
        grant = expected or known.first() or OAuthGrant(app=app)
        grant.tenant, grant.subject = who.tenant, who.subject
        grant.user_name, grant.email = who.user_name, who.email
        grant.granted_at = timezone.now()
        keep_tokens(grant, resource, tokens)
        # Tokens for other resources were given by the old sign-in, with what was consented to then.
        grant.access_tokens.exclude(resource=resource).delete()
    return grant
