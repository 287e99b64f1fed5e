"""What administrators are told of failing channels: a row while it lasts, mailed by `jobs` through another channel."""

from __future__ import annotations

from django.utils import timezone

from postroom.drivers.errors import DriverError
from postroom.models import Channel, Direction, Notice

FAILING = {Direction.IN: "channel-failing-in", Direction.OUT: "channel-failing-out"}
"""`Notice.code` by direction; `Notice.detail` is the code of the error and, below, the server's words."""


def open_failing(channel: Channel, direction: Direction, error: DriverError) -> None:
    """Open the notice, or bring the open one up to date without telling anybody twice."""
    Notice.objects.update_or_create(
        code=FAILING[direction],
        channel=channel,
        cleared_at=None,
        defaults={"detail": f"{error.code}\n{error.server_text}"},
    )


def clear(channel: Channel, direction: Direction) -> None:
    """Close the notice: it is over."""
    Notice.objects.filter(code=FAILING[direction], channel=channel, cleared_at=None).update(cleared_at=timezone.now())
