"""Giving a grant back when the last channel or draft that needed it is gone."""

from __future__ import annotations

import datetime
from typing import Final

from django.utils import timezone

from postroom.channels.credentials import stored_password
from postroom.channels.oauth.providers import provider_of
from postroom.channels.oauth.waking import channels_of
from postroom.drivers.errors import DriverError, Retry
from postroom.drivers.oauth import revoke
from postroom.enqueue import REVOKE, enqueue
from postroom.models import Account, ChannelDraft, FormerAccount, OAuthGrant

_AGAIN_IN: Final = datetime.timedelta(hours=1)


def give_back_soon(account: Account) -> None:
    """Enqueue giving back what a channel or draft was signed in by, where its provider takes grants back."""
    for grant in OAuthGrant.objects.filter(pk=account.inbound.get("grant", 0)).select_related("app"):
        if provider_of(grant.app).revoke_url(grant.app):
            enqueue(REVOKE, grant_id=grant.pk)


def give_back(grant_id: int) -> None:
    """Revoke a grant and forget it, unless something needs it; tried again every hour where nobody answers."""
    grant = OAuthGrant.objects.select_related("app").filter(pk=grant_id).first()
    if grant is None or _is_needed(grant):
        return
    try:
        revoke(provider_of(grant.app).revoke_url(grant.app), stored_password(grant.refresh_token))
    except DriverError as error:
        if error.retry is Retry.LATER:
            enqueue(REVOKE, at=timezone.now() + _AGAIN_IN, grant_id=grant_id)
            return
    grant.delete()


def _is_needed(grant: OAuthGrant) -> bool:
    """Whether a channel, a draft that is not finished, or what a channel can go back to is signed in by it."""
    drafts = ChannelDraft.objects.filter(inbound__grant=grant.pk, finished_at=None)
    formers = FormerAccount.objects.filter(inbound__grant=grant.pk)
    return channels_of([grant.pk]).exists() or drafts.exists() or formers.exists()
