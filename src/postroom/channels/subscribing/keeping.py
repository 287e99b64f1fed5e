"""Making, renewing and replacing the subscription of a channel: a job, one at a time for each channel."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone

from postroom.channels.fetching import fetch_soon
from postroom.channels.registry import kind_of
from postroom.channels.subscribing.base import Promise, Subscriber
from postroom.channels.subscribing.cadence import is_due, settings_of
from postroom.drivers.errors import DriverError, NotFound
from postroom.models import Channel, Subscription

log = structlog.get_logger(__name__)

ASK_AGAIN: Final = datetime.timedelta(minutes=15)
"""After a refusal: somebody may be mending the public address."""
HINDERED: Final = datetime.timedelta(days=1)
"""Where asking makes no sense until the settings are others, which is noticed anyway."""


def keep(channel_id: int) -> None:
    """Do what is due for the channel's subscription. A refusal stands on its row; looking every half minute goes on."""
    channel = Channel.objects.filter(pk=channel_id, active=True).first()
    if channel is None or not is_due(channel):
        return
    subscriber = kind_of(channel).subscriber(channel)
    if subscriber is None:
        Subscription.objects.filter(channel=channel).delete()
        return
    row = Subscription.objects.filter(channel=channel).first() or Subscription(channel=channel)
    if hindrance := subscriber.hindrance():
        _note_refusal(row, subscriber, DriverError(code=hindrance), HINDERED)
        return
    try:
        renewed = _renewed(row, subscriber)
        promise = renewed or _created(row, subscriber)
        if not _promised(row, subscriber, promise):
            subscriber.end(promise.remote_id)
        elif renewed is None:
            # What came before this moment was told to nobody.
            fetch_soon(channel)
    except DriverError as error:
        log.warning("no notifications", channel=channel_id, code=error.code)
        _note_refusal(row, subscriber, error, error.retry_after or ASK_AGAIN)


def _renewed(row: Subscription, subscriber: Subscriber) -> Promise | None:
    """Renew what there is; None where there is nothing that could be."""
    if not row.remote_id or row.settings != settings_of(row.channel, subscriber):
        return None
    try:
        return subscriber.renew(row.remote_id)
    except NotFound:
        return None


def _created(row: Subscription, subscriber: Subscriber) -> Promise:
    """Ask anew, and let the old one go where there is one: of another folder, say."""
    if row.remote_id and row.settings != settings_of(row.channel, subscriber):
        subscriber.end(row.remote_id)
    secret = secrets.token_urlsafe(48)
    promise = subscriber.create(secret)
    row.client_state = hashlib.sha256(secret.encode()).hexdigest()
    return promise


def _promised(row: Subscription, subscriber: Subscriber, promise: Promise) -> bool:
    """Write it down, and that it is to be renewed when half of its time is over; whether the channel still wants it."""
    now = timezone.now()
    row.remote_id, row.expires_at = promise.remote_id, promise.expires
    row.due_at = now + max((promise.expires - now) / 2, datetime.timedelta(minutes=1))
    row.settings, row.code, row.server_text = settings_of(row.channel, subscriber), "", ""
    return _saved(row)


def _note_refusal(row: Subscription, subscriber: Subscriber, error: DriverError, pause: datetime.timedelta) -> None:
    """Write down why. A subscription that could not be renewed holds until its end, one for other settings does not."""
    settings = settings_of(row.channel, subscriber)
    if row.settings != settings or row.expires_at is None or row.expires_at <= timezone.now():
        row.remote_id, row.expires_at = "", None
    row.settings, row.code, row.server_text = settings, error.code, error.server_text
    row.due_at = timezone.now() + pause
    _saved(row)


def _saved(row: Subscription) -> bool:
    """Save, unless the channel was disabled, deleted or is reached in another way since it was looked at."""
    seen = row.channel
    with transaction.atomic():
        now = Channel.objects.select_for_update(of=["self"]).filter(pk=seen.pk, active=True).first()
        if now is None or (now.kind, now.inbound) != (seen.kind, seen.inbound):
            return False
        row.save()
    return True
