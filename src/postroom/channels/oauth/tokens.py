"""Access tokens of a grant, or of an app alone: renewed before they end, by one worker at a time."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from postroom.channels.credentials import stored_password
from postroom.channels.oauth.providers import provider_of
from postroom.channels.oauth.proving import token_endpoint
from postroom.channels.sentences.ours import APP_MISSING, GRANT_MISSING
from postroom.drivers.errors import SignInRefused
from postroom.drivers.oauth import Tokens
from postroom.models import OAuthAccessToken, OAuthApp, OAuthGrant

RENEW_BEFORE = datetime.timedelta(minutes=5)
"""So long before its end a token is renewed: it has to last through signing in, whatever the clocks say."""


def token_for(grant_id: int, resource: str, *, refused: str = "") -> str:
    """Return an access token of the grant for `resource`.

    `refused` is a token that a server did not take though its time was not over: another one is returned. Raises
    TokenRefused with the provider's reason, or whatever kept it from being asked. Must not be called inside a
    transaction: a rotated refresh token has to be kept whatever becomes of the caller.
    """
    return _valid(_of_grant(grant_id, resource), refused) or _renew(grant_id, resource, refused)


def app_token_for(app_id: int, resource: str, *, refused: str = "") -> str:
    """Return an access token of the app in its own name. Otherwise as `token_for`."""
    return _valid(_of_app(app_id, resource), refused) or _renew_app(app_id, resource, refused)


def end_app_tokens(app: OAuthApp) -> None:
    """Use no more what the app got in its own name: permissions given since do not stand in tokens given before.

    They are kept, because they tell under which id the tenant knows the app.
    """
    OAuthAccessToken.objects.filter(app=app, grant=None).update(expires_at=timezone.now())


def keep_tokens(grant: OAuthGrant, resource: str, tokens: Tokens) -> None:
    """Store what the provider gave, in the transaction of the caller: the old refresh token may be worth nothing."""
    if tokens.refresh_token:
        grant.refresh_token, grant.ends_at = tokens.refresh_token, None
    if tokens.refresh_seconds:
        grant.ends_at = timezone.now() + datetime.timedelta(seconds=tokens.refresh_seconds)
    grant.refreshed_at = timezone.now()
    grant.save()
    _store(grant.app, grant, resource, tokens)


def _store(app: OAuthApp, grant: OAuthGrant | None, resource: str, tokens: Tokens) -> None:
    OAuthAccessToken.objects.update_or_create(
        app=app,
        grant=grant,
        resource=resource,
        defaults={
            "token": tokens.access_token,
            "scope": tokens.scope,
            "expires_at": timezone.now() + datetime.timedelta(seconds=tokens.seconds),
        },
    )


def _of_grant(grant_id: int, resource: str) -> QuerySet[OAuthAccessToken]:
    return OAuthAccessToken.objects.filter(grant=grant_id, resource=resource)


def _of_app(app_id: int, resource: str) -> QuerySet[OAuthAccessToken]:
    return OAuthAccessToken.objects.filter(app=app_id, grant=None, resource=resource)


def _valid(tokens: QuerySet[OAuthAccessToken], refused: str) -> str:
    row = tokens.filter(expires_at__gt=timezone.now() + RENEW_BEFORE).first()
    token = stored_password(row.token) if row else ""
    return "" if token == refused else token


def _renew(grant_id: int, resource: str, refused: str) -> str:
    with transaction.atomic(durable=True):
        grant = OAuthGrant.objects.select_for_update(of=["self"]).select_related("app").filter(pk=grant_id).first()
        if grant is None:
            raise SignInRefused(code=GRANT_MISSING, step="token")
        # Whoever waited for the lock finds what the other worker stored.
        if token := _valid(_of_grant(grant_id, resource), refused):
            return token
        scope = provider_of(grant.app).token_scope(grant.app, resource)
        tokens = token_endpoint(grant.app).refresh(stored_password(grant.refresh_token), scope)
        keep_tokens(grant, resource, tokens)
    return tokens.access_token


def _renew_app(app_id: int, resource: str, refused: str) -> str:
    with transaction.atomic(durable=True):
        app = OAuthApp.objects.select_for_update().filter(pk=app_id).first()
        if app is None:
            raise SignInRefused(code=APP_MISSING, step="token")
        if token := _valid(_of_app(app_id, resource), refused):
            return token
        tokens = token_endpoint(app).as_app(provider_of(app).app_scope(app, resource))
        _store(app, None, resource, tokens)
    return tokens.access_token
