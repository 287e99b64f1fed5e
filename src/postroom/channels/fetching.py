"""Asking for a look into a mailbox now."""

from __future__ import annotations

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from postroom.enqueue import POLL, enqueue
from postroom.models import Channel


def fetch_soon(channel: Channel) -> None:
    """Enqueue a poll; where one waits already that one will do."""
    name = f"{POLL}:{channel.pk}"
    try:
        with transaction.atomic():
            enqueue(POLL, lock=name, queueing_lock=name, channel_id=channel.pk)
    except AlreadyEnqueued:
        return
