"""Enabling and disabling."""

from __future__ import annotations

from django.db import transaction

from postroom.channels import health
from postroom.channels.fetching import fetch_soon
from postroom.channels.subscribing.ending import end_soon
from postroom.models import Channel


def enable(channel: Channel) -> None:
    """Fetch and send again."""
    with transaction.atomic():
        Channel.objects.filter(pk=channel.pk).update(active=True)
        fetch_soon(channel)


def disable(channel: Channel) -> None:
    """Neither fetch nor send any more; mail that waits to be sent by its addresses goes on waiting."""
    with transaction.atomic():
        Channel.objects.filter(pk=channel.pk).update(active=False)
        health.forget(channel)
        end_soon(channel)
