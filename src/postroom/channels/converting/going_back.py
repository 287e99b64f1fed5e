"""Going back to how a converted channel was reached before."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from postroom.channels import health
from postroom.channels.converting.former import change_way
from postroom.channels.converting.refusals import NothingToGoBackTo
from postroom.channels.fetching import fetch_soon
from postroom.models import Channel, FormerAccount

_OF_THE_WAY = ("kind", "inbound", "outbound", "inbound_secret", "outbound_secret")
"""Folder, group and what happens to mail stay as they are now."""


def go_back(channel_id: int) -> Channel:
    """Let the channel be reached as before it was converted. Raises NothingToGoBackTo once the week is over."""
    with transaction.atomic():
        channel = Channel.objects.select_for_update(of=["self"]).get(pk=channel_id)
        former = FormerAccount.objects.filter(channel=channel, kept_until__gt=timezone.now()).first()
        if former is None:
            raise NothingToGoBackTo
        change_way(channel, former)
        for name in _OF_THE_WAY:
            setattr(channel, name, getattr(former, name))
        channel.save()
        # Whatever change_way kept of the kind that is left now: signing in again brings that back.
        FormerAccount.objects.filter(channel=channel).delete()
        health.forget(channel)
        if channel.active:
            fetch_soon(channel)
    return channel
