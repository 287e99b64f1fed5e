"""Asking for a look into a mailbox now."""

from __future__ import annotations

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from postroom.enqueue import POLL, enqueue
from postroom.models import Channel


def fetch_soon(channel: Channel) -> None:
    """Enqueue a poll; where one waits already that one will do."""
    try:
        # The refusal of a second one would break the transaction this stands in.
        with transaction.atomic():
            enqueue(POLL, queueing_lock=f"{POLL}:{channel.pk}", channel_id=channel.pk)
    except AlreadyEnqueued:
        return
