"""What a channel was before it was converted, kept for a week and then really gone."""

from __future__ import annotations

import datetime
from typing import Final

from django.utils import timezone

from postroom.channels.drafts import copy_account, forget_old_drafts
from postroom.channels.subscribing.ending import end_soon
from postroom.models import Account, Channel, FormerAccount

KEPT_FOR: Final = datetime.timedelta(days=7)


def change_way(channel: Channel, now: Account) -> None:
    """Get ready for `channel` being reached as `now` says, in the transaction in which it is saved.

    A channel that becomes another kind keeps what it was, with the password, for a week. Where mail comes in another
    way, its messages have other names at the server: the next look lists everything and recognises what is known.
    """
    if now.kind != channel.kind:
        _remember(channel)
    if (now.kind, now.inbound) != (channel.kind, channel.inbound):
        channel.keys_changed_at = timezone.now()
        end_soon(channel)
    channel.marks.all().delete()


def forget_old() -> None:
    """Delete what is older than a week, passwords and all, and drafts that were begun with them."""
    forget_old_drafts()
    FormerAccount.objects.filter(kept_until__lte=timezone.now()).delete()


def _remember(channel: Channel) -> None:
    former, _ = FormerAccount.objects.get_or_create(
        channel=channel, defaults={"kind": channel.kind, "kept_until": timezone.now() + KEPT_FOR}
    )
    copy_account(channel, former)
    former.kept_until = timezone.now() + KEPT_FOR
    former.save()
