"""Once somebody has signed in again, or an app has a new secret, nothing need wait for its next try."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from postroom.channels.fetching import fetch_soon
from postroom.enqueue import DELIVER, enqueue
from postroom.models import Channel, OAuthApp, OAuthGrant, Outbound, OutboundState


def wake_grant(grant: OAuthGrant) -> None:
    """Let every channel of the grant fetch and send now."""
    _wake(channels_of([grant.pk]))


def wake_app(app: OAuthApp) -> None:
    """Let every channel of the app fetch and send now."""
    _wake(channels_by(app))


def channels_of(grants: list[int]) -> QuerySet[Channel]:
    """Return the channels that read by one of these grants."""
    return Channel.objects.filter(inbound__grant__in=grants)


def channels_by(app: OAuthApp) -> QuerySet[Channel]:
    """Return the channels that read by the app: somebody signed in by it, or it opens the mailbox in its own name."""
    grants = list(app.grants.values_list("pk", flat=True))
    return Channel.objects.filter(Q(inbound__grant__in=grants) | Q(inbound__app=app.pk))


def _wake(channels: QuerySet[Channel]) -> None:
    for channel in channels.filter(active=True):
        with transaction.atomic():
            # Only what waits because of an error: what somebody wants to be sent later keeps its time.
            held_up = Outbound.objects.filter(email_address__channel=channel, state=OutboundState.WAITING)
            held_up.exclude(error_code="").update(not_before=None)
            fetch_soon(channel)
            enqueue(DELIVER, channel_id=channel.pk)
