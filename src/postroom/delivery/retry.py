"""Whether and when a mail is tried again."""

from __future__ import annotations

import datetime

from django.utils import timezone

from postroom.drivers.errors import DriverError, Retry
from postroom.models import Outbound

_PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30, 60)]
"""After the last, every hour: Microsoft's throttling lasts minutes, a broken server a night."""


def next_attempt(
    outbound: Outbound, error: DriverError, hours: int, channel_retry_at: datetime.datetime | None = None
) -> datetime.datetime | None:
    """Return when to try again, or None where it is over: a lasting error, or `hours` since the first attempt."""
    if channel_retry_at is None and error.retry is Retry.NEVER:
        return None
    now = timezone.now()
    first = outbound.first_attempt_at or now
    # A mail that was never handed over, because the channel itself does not open, counts no attempt of its own.
    pause = error.retry_after or _PAUSES[min(max(outbound.attempts, 1), len(_PAUSES)) - 1]
    again = max(now + pause, channel_retry_at or now)
    return again if again - first <= datetime.timedelta(hours=hours) else None
