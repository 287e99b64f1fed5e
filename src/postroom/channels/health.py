"""How the two directions of a channel are: since when, the server's words, when to try again.

A failure never ends the trying: the pauses double from half a minute to a quarter of an hour, and the first success
clears everything. Administrators get a `Notice` once it is more than a hiccup.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from postroom.channels import notices
from postroom.channels.sentences.ours import SERVER_WARNING
from postroom.drivers import codes
from postroom.drivers.errors import DriverError, RecipientsRefused, Retry, TooLarge, Uncertain
from postroom.models import Channel, ChannelHealth, Direction, HealthState

FIRST_PAUSE = datetime.timedelta(seconds=30)
LONGEST_PAUSE = datetime.timedelta(minutes=15)
HICCUPS = 3
"""So many failures in a row of the kind that passes by itself (a server restarting) before anybody is told."""

_OF_ONE_MESSAGE = {
    codes.MESSAGE_REFUSED,
    codes.MESSAGE_UNREADABLE,
    codes.RECIPIENTS_REFUSED,
    codes.TOO_LARGE,
    codes.SMTPUTF8_MISSING,
    codes.EIGHT_BIT_MISSING,
}


def concerns_channel(error: DriverError) -> bool:
    """Whether `error` tells of the account, not of one message or its recipients only."""
    return not isinstance(error, RecipientsRefused | TooLarge | Uncertain) and error.code not in _OF_ONE_MESSAGE


def succeeded(channel: Channel, direction: Direction, warnings: Sequence[str] = ()) -> None:
    """Note that a direction works; `warnings` are the server's words for what did not.

    Costs one statement while all is well, for it stands behind every poll.
    """
    if not warnings and _still_well(channel, direction):
        return
    state = HealthState.WARNING if warnings else HealthState.OK
    with transaction.atomic():
        health = _locked(channel, direction)
        _enter(health, state)
        health.code, health.step, health.server_text = SERVER_WARNING if warnings else "", "", "\n".join(warnings)
        health.failures, health.retry_at, health.succeeded_at = 0, None, timezone.now()
        health.save()
        notices.clear(channel, direction)


def failed(channel: Channel, direction: Direction, error: DriverError) -> datetime.datetime:
    """Note that a direction fails, and return when to try again.

    An error that concerns one message only leaves the channel's health as it is.
    """
    if not concerns_channel(error):
        return timezone.now() + (error.retry_after or FIRST_PAUSE)
    with transaction.atomic():
        health = _locked(channel, direction)
        _enter(health, HealthState.FAILING)
        health.code, health.step, health.server_text = error.code, error.step, error.server_text
        health.failures += 1
        health.retry_at = timezone.now() + _pause(health.failures, error)
        health.save()
        if error.retry is not Retry.LATER or health.failures >= HICCUPS:
            notices.open_failing(channel, direction, error)
    return health.retry_at


def forget(channel: Channel) -> None:
    """Let nothing stand of a state that no longer means anything: settings changed, or the channel was disabled."""
    with transaction.atomic():
        channel.health.all().delete()
        for direction in Direction:
            notices.clear(channel, direction)


def _still_well(channel: Channel, direction: Direction) -> bool:
    well = ChannelHealth.objects.filter(channel=channel, direction=direction, state=HealthState.OK)
    return well.update(succeeded_at=timezone.now()) == 1


def _locked(channel: Channel, direction: Direction) -> ChannelHealth:
    health, _ = ChannelHealth.objects.select_for_update().get_or_create(channel=channel, direction=direction)
    return health


def _enter(health: ChannelHealth, state: HealthState) -> None:
    if health.state != state:
        health.state, health.since = state, timezone.now()


def _pause(failures: int, error: DriverError) -> datetime.timedelta:
    doubled = min(FIRST_PAUSE * (1 << min(failures - 1, 10)), LONGEST_PAUSE)
    return max(doubled, error.retry_after or doubled)
