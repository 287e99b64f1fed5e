"""Deleting a channel, and what goes with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from postroom.channels.oauth.revoking import give_back_soon
from postroom.channels.refusals import StillHoldsMail
from postroom.channels.sentences.ours import CHANNEL_DELETED
from postroom.channels.subscribing.ending import end_soon
from postroom.models import Channel, Group, Inbound, InboundState, Outbound, OutboundState

_UNFINISHED = (InboundState.STORED, InboundState.QUARANTINED)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What deleting a channel does."""

    groups: list[Group]
    """They lose their sending address."""
    ledger: int
    """Mails whose import is forgotten: connected anew, what still lies in the mailbox would be imported again."""
    waiting: int
    """Mails that wait to be sent; they fail."""
    unfinished: int
    """Mails that are in no ticket yet; while there are any the channel cannot be deleted."""


def consequences(channel: Channel) -> Consequences:
    """Return what deleting `channel` would do."""
    return Consequences(
        groups=list(Group.objects.filter(email_address__channel=channel)),
        ledger=channel.ledger.count(),
        waiting=_waiting(channel).count(),
        unfinished=_unfinished(channel).count(),
    )


def delete(channel: Channel) -> None:
    """Delete a channel and its ledger. Tickets stay; its addresses stay known as our own, without a channel.

    Raises StillHoldsMail where mail of it is in no ticket yet.
    """
    with transaction.atomic():
        Channel.objects.select_for_update().get(pk=channel.pk)
        if count := _unfinished(channel).count():
            raise StillHoldsMail(count)
        Group.objects.filter(email_address__channel=channel).update(email_address=None)
        _waiting(channel).update(
            state=OutboundState.FAILED, error_code=CHANNEL_DELETED, server_text="", finished_at=timezone.now()
        )
        give_back_soon(channel)
        end_soon(channel)
        channel.delete()


def _unfinished(channel: Channel) -> QuerySet[Inbound]:
    return channel.ledger.filter(state__in=_UNFINISHED)


def _waiting(channel: Channel) -> QuerySet[Outbound]:
    return Outbound.objects.filter(email_address__channel=channel, state=OutboundState.WAITING)
