"""Whether the identity provider knows the app, what the tokens are for, and what time it is there."""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import time
from collections.abc import Iterable

from django.utils import timezone

from postroom.channels.credentials import stored_password
from postroom.channels.doctor.clock import tell_clock
from postroom.channels.oauth.apps import check_app
from postroom.channels.oauth.providers import provider_of
from postroom.channels.probe_log import Facts, ProbeLog
from postroom.channels.sentences.doctor import APP_ENDS, PERMISSION_MISSING
from postroom.channels.sentences.ours import SECRET_UNPROVEN
from postroom.drivers.errors import DriverError
from postroom.drivers.oauth import fetch_time
from postroom.models import Channel, OAuthAccessToken, OAuthApp, OAuthGrant

SOON = datetime.timedelta(days=30)


def grants_of(channel: Channel) -> list[OAuthGrant]:
    """Return the grants by which the channel reads and sends; none where it signs in with a password."""
    named = {settings["grant"] for settings in (channel.inbound, channel.outbound) if settings.get("grant")}
    return list(OAuthGrant.objects.filter(pk__in=named).select_related("app"))


def examine_apps(channel: Channel, log: ProbeLog) -> None:
    """Ask the provider about each app of the channel, and what time it is there."""
    apps = {grant.app_id: grant.app for grant in grants_of(channel)}
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
    tokens = OAuthAccessToken.objects.filter(grant__in=grants_of(channel)).select_related("app", "grant")
    for token in tokens.order_by("resource"):
        with log.attempt(None):
            missing = _missing(token)
            if missing:
                words = " ".join(missing)
                log.warned(None, "permissions", PERMISSION_MISSING, token.resource, words, facts=_facts(token))
            else:
                log.done(None, "permissions", token.resource, facts=_facts(token))


def _facts(token: OAuthAccessToken) -> Facts:
    return {
        "audience": audience_of(stored_password(token.token)),
        "scope": token.scope,
        "expires_at": token.expires_at.isoformat(),
        "refreshed_at": token.grant.refreshed_at.isoformat() if token.grant else "",
    }


def _missing(token: OAuthAccessToken) -> list[str]:
    """Return the permissions that were asked for and are not in the token, as far as the provider told its scope."""
    if not token.scope or token.grant is None:
        return []
    wanted = provider_of(token.app).permissions(token.app, [token.resource]).split()
    given = set(_names(token.scope.split()))
    return [permission for permission, name in zip(wanted, _names(wanted), strict=True) if name not in given]


def _names(permissions: Iterable[str]) -> list[str]:
    # Graph's answers leave out the resource that stands before each name in the question.
    return [permission.rpartition("/")[2].lower() for permission in permissions]


def audience_of(token: str) -> str:
    """Return for whom a JWT is meant (RFC 7519 section 4.1.3), unverified and for show only; empty for others.

    Tokens of personal accounts are no JWT ("Access tokens", learn.microsoft.com/entra/identity-platform).
    """
    _header, _dot, rest = token.partition(".")
    payload = rest.partition(".")[0]
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (binascii.Error, ValueError):
        return ""
    return str(claims.get("aud", "")) if isinstance(claims, dict) else ""
