"""How often to look, and when somebody has to look after the subscription."""

from __future__ import annotations

import hashlib
from typing import Final

from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from postroom.channels.fingerprint import fingerprint
from postroom.channels.registry import kind_of
from postroom.channels.subscribing.base import Subscriber
from postroom.enqueue import SUBSCRIBE, enqueue
from postroom.models import Channel, Purpose, Subscription

UNTOLD: Final = 30.0
"""Seconds between looks where nobody tells of new mail."""
TOLD: Final = 5 * 60.0
"""Seconds between looks where the provider tells: notifications can get lost."""


def look_every(channel: Channel) -> float:
    """Return the seconds between two looks."""
    return TOLD if is_told(Subscription.objects.filter(channel=channel).first()) else UNTOLD


def is_told(subscription: Subscription | None) -> bool:
    """Whether the provider tells of new mail now."""
    return (
        subscription is not None
        and bool(subscription.remote_id)
        and subscription.expires_at is not None
        and subscription.expires_at > timezone.now()
    )


def settings_of(channel: Channel, subscriber: Subscriber) -> str:
    """Return what has to be the same for a subscription to be still the right one."""
    facts = f"{fingerprint(channel, Purpose.CHECK)} {subscriber.address}"
    return hashlib.sha256(facts.encode()).hexdigest()


def keep_soon(channel: Channel) -> None:
    """Enqueue looking after the subscription where it is due."""
    if is_due(channel):
        subscribe_soon(channel.pk)


def is_due(channel: Channel) -> bool:
    """Whether there is something to do: nothing was asked yet, the time has come, or the settings are others."""
    row = Subscription.objects.filter(channel=channel).first()
    subscriber = kind_of(channel).subscriber(channel)
    if subscriber is None or row is None:
        return (subscriber is None) != (row is None)
    return row.due_at <= timezone.now() or row.settings != settings_of(channel, subscriber)


def subscribe_soon(channel_id: int) -> None:
    """Enqueue it; where a job waits already that one will do."""
    try:
        name = f"{SUBSCRIBE}:{channel_id}"
        enqueue(SUBSCRIBE, lock=name, queueing_lock=name, channel_id=channel_id)
    except AlreadyEnqueued:
        return
