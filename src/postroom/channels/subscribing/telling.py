"""What a provider told of a subscription: believed only with its secret, and then only a reason to look."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from postroom.channels.fetching import fetch_soon
from postroom.channels.subscribing.cadence import subscribe_soon
from postroom.models import Subscription

log = structlog.get_logger(__name__)

MOST: Final = 1000
"""Notices taken of one call."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was told. `ends` and `gone` say that the subscription has to be renewed, or is no more."""

    remote_id: str
    secret: str
    ends: bool = False
    gone: bool = False


def tell(notices: Iterable[Notice]) -> int:
    """Enqueue a look for every channel that is meant, and return how many notices were believed."""
    named = {notice.remote_id: notice for notice in notices if notice.remote_id}
    rows = Subscription.objects.filter(remote_id__in=list(named)[:MOST]).select_related("channel")
    believed = 0
    for row in rows:
        notice = named[row.remote_id]
        if not constant_time_compare(hashlib.sha256(notice.secret.encode()).hexdigest(), row.client_state):
            log.warning("notification with a wrong secret", channel=row.channel_id)
            continue
        believed += 1
        with transaction.atomic():
            _take(row, notice)
    return believed


def _take(row: Subscription, notice: Notice) -> None:
    row.notified_at = timezone.now()
    if notice.gone:
        row.remote_id, row.expires_at = "", None
    if notice.gone or notice.ends:
        row.due_at = row.notified_at
        subscribe_soon(row.channel_id)
    # A job may have put another in its place since it was read: that one was not told of.
    told = Subscription.objects.filter(pk=row.pk, remote_id=notice.remote_id)
    told.update(notified_at=row.notified_at, remote_id=row.remote_id, expires_at=row.expires_at, due_at=row.due_at)
    fetch_soon(row.channel)
