"""What Postroom itself remembers of a channel: whether it is throttled, and when it last fetched."""

from __future__ import annotations

import datetime

from django.utils import timezone

from postroom.channels.probe_log import Facts, ProbeLog
from postroom.channels.sentences.doctor import FETCH_LATE
from postroom.drivers import codes
from postroom.models import Channel, ChannelHealth, Direction, Subscription

_LATE = datetime.timedelta(minutes=20)
"""The longest pause after failures is a quarter of an hour."""


def examine_state(channel: Channel, log: ProbeLog) -> None:
    """Tell of both directions whether they are throttled, and of the last fetch."""
    for health in channel.health.order_by("direction"):
        direction = Direction(health.direction)
        if health.code == codes.THROTTLED:
            log.warned(direction, "throttling", health.code, words=health.server_text, facts=_facts(health))
        else:
            log.done(direction, "throttling", facts=_facts(health))
    _last_fetch(channel, log)
    for subscription in Subscription.objects.filter(channel=channel):
        _examine_subscription(subscription, log)


def _facts(health: ChannelHealth) -> Facts:
    return {
        "failures": health.failures,
        "succeeded_at": health.succeeded_at.isoformat() if health.succeeded_at else "",
        "retry_at": health.retry_at.isoformat() if health.retry_at else "",
    }


def _last_fetch(channel: Channel, log: ProbeLog) -> None:
    facts = {"polled_at": channel.polled_at.isoformat() if channel.polled_at else ""}
    late = channel.polled_at is None or channel.polled_at < timezone.now() - _LATE
    if channel.active and late:
        log.warned(Direction.IN, "last-fetch", FETCH_LATE, facts=facts)
    else:
        log.done(Direction.IN, "last-fetch", facts=facts)


def _examine_subscription(subscription: Subscription, log: ProbeLog) -> None:
    facts = {
        "expires_at": subscription.expires_at.isoformat() if subscription.expires_at else "",
        "notified_at": subscription.notified_at.isoformat() if subscription.notified_at else "",
    }
    if subscription.code:
        log.warned(Direction.IN, "subscription", subscription.code, words=subscription.server_text, facts=facts)
    else:
        log.done(Direction.IN, "subscription", facts=facts)
