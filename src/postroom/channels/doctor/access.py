"""Whether the identity provider knows the app, what the tokens are for, and what time it is there."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from postroom.channels.credentials import stored_password
from postroom.channels.doctor.clock import tell_clock
from postroom.channels.notices_ahead import GRANT_STAGES
from postroom.channels.oauth.access import accesses_of
from postroom.channels.oauth.apps import check_app
from postroom.channels.oauth.claims import audience_of, claims_of
from postroom.channels.oauth.providers import provider_of
from postroom.channels.oauth.scopes import missing_permissions
from postroom.channels.probe_log import Facts, ProbeLog
from postroom.channels.sentences.doctor import APP_ENDS, GRANT_ENDS, PERMISSION_MISSING
from postroom.channels.sentences.ours import SECRET_UNPROVEN
from postroom.drivers.errors import DriverError
from postroom.drivers.oauth import fetch_time
from postroom.models import Channel, OAuthAccessToken, OAuthApp, OAuthGrant

SOON = datetime.timedelta(days=30)
_GRANT_ENDS_SOON = datetime.timedelta(days=max(GRANT_STAGES))


def examine_apps(channel: Channel, log: ProbeLog) -> None:
    """Ask the provider about each app of the channel, and what time it is there."""
    apps = {access.app.pk: access.app for access in accesses_of(channel)}
    for app in apps.values():
        _examine_app(app, log)
        with log.attempt(None):
            started = time.monotonic()
            told = fetch_time(provider_of(app).metadata_url(app))
            if told is not None:
                tell_clock(log, told, timezone.now(), (time.monotonic() - started) * 1000)


def _examine_app(app: OAuthApp, log: ProbeLog) -> None:
    started = time.monotonic()
    check_app(app)
    milliseconds = (time.monotonic() - started) * 1000
    facts = {"expires_on": app.expires_on.isoformat() if app.expires_on else ""}
    if app.check_code == SECRET_UNPROVEN:
        log.warned(None, "app", app.check_code, str(app), milliseconds=milliseconds, facts=facts)
    elif app.check_code:
        log.failed(None, DriverError(app.check_text, code=app.check_code, step="app"), str(app))
    elif app.expires_on and app.expires_on <= timezone.localdate() + SOON:
        log.warned(None, "app", APP_ENDS, str(app), milliseconds=milliseconds, facts=facts)
    else:
        log.done(None, "app", str(app), milliseconds, facts)


def examine_tokens(channel: Channel, log: ProbeLog) -> None:
    """Tell of each token what it is for and until when. The token itself is never shown."""
    for token in _tokens_of(channel).order_by("resource"):
        with log.attempt(None):
            missing = _missing(token)
            if missing:
                words = " ".join(missing)
                log.warned(None, "permissions", PERMISSION_MISSING, token.resource, words, facts=_facts(token))
            elif _ends_soon(token.grant):
                log.warned(None, "permissions", GRANT_ENDS, token.resource, facts=_facts(token))
            else:
                log.done(None, "permissions", token.resource, facts=_facts(token))


def _ends_soon(grant: OAuthGrant | None) -> bool:
    return bool(grant and grant.ends_at and grant.ends_at < timezone.now() + _GRANT_ENDS_SOON)


def _tokens_of(channel: Channel) -> QuerySet[OAuthAccessToken]:
    accesses = accesses_of(channel)
    by_grant = Q(grant__in=[access.grant for access in accesses if access.grant])
    alone = [access.app for access in accesses if not access.grant]
    by_app = Q(grant=None, app__in=alone, expires_at__gt=timezone.now())
    return OAuthAccessToken.objects.filter(by_grant | by_app).select_related("app", "grant")


def _facts(token: OAuthAccessToken) -> Facts:
    secret = stored_password(token.token)
    return {
        "audience": audience_of(secret),
        "scope": token.scope or " ".join(_roles(claims_of(secret))),
        "expires_at": token.expires_at.isoformat(),
        "refreshed_at": token.grant.refreshed_at.isoformat() if token.grant else "",
        "ends_at": token.grant.ends_at.isoformat() if token.grant and token.grant.ends_at else "",
    }


def _missing(token: OAuthAccessToken) -> list[str]:
    """Return the permissions that were asked for and are not in the token, as far as the provider told its scope."""
    if token.grant is None:
        given = _roles(claims_of(stored_password(token.token)))
        # One without any comes of looking at other mailboxes; where the channel needs it, signing in fails before.
        return [role for role in provider_of(token.app).app_roles(token.resource) if given and role not in given]
    return missing_permissions(token.app, token.resource, token.scope)


def _roles(claims: Mapping[str, Any]) -> list[str]:
    roles = claims.get("roles")
    return [str(role) for role in roles] if isinstance(roles, list) else []
