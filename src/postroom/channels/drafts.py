"""Drafts of channels: begun, changed, thrown away. Their secrets are encrypted and never leave the server."""

from __future__ import annotations

import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from postroom.channels.oauth.revoking import give_back_soon
from postroom.models import Account, Channel, ChannelDraft, User

KEPT_FOR = datetime.timedelta(days=7)

ACCOUNT_FIELDS: Final = tuple(field.name for field in Account._meta.get_fields())
"""What a channel and its draft have in common."""


def new_draft(kind: str, by: User) -> ChannelDraft:
    """Return the unsaved draft of a new channel."""
    return ChannelDraft(kind=kind, created_by=by)


def draft_of(channel: Channel, by: User) -> ChannelDraft:
    """Save and return a draft that changes `channel`, as the channel is now."""
    # The address the channel began with: aliases came later.
    address = channel.addresses.order_by("pk").first()
    draft = ChannelDraft(
        channel=channel,
        created_by=by,
        group=channel.group,
        email=address.email if address else "",
        display_name=address.name if address else "",
        for_group_mail=False,
    )
    copy_account(channel, draft)
    return save_draft(draft)


def copy_account(source: Account, target: Account) -> None:
    """Copy what a channel and its draft have in common, unsaved."""
    for name in ACCOUNT_FIELDS:
        setattr(target, name, getattr(source, name))


def save_draft(draft: ChannelDraft) -> ChannelDraft:
    """Save a draft and return it as it is stored; old ones that nobody finished are thrown away."""
    with transaction.atomic():
        forget_old_drafts()
        draft.save()
    return ChannelDraft.objects.get(pk=draft.pk)


def forget_old_drafts() -> None:
    """Throw away what nobody finished in a week, with the passwords in it."""
    for draft in ChannelDraft.objects.filter(created_at__lt=timezone.now() - KEPT_FOR):
        discard_draft(draft)


def discard_draft(draft: ChannelDraft) -> None:
    """Throw a draft away, with the password in it; a sign-in that was for nothing else is given back."""
    with transaction.atomic():
        give_back_soon(draft)
        draft.delete()


def close_draft(draft: ChannelDraft, channel: Channel) -> None:
    """Note that the draft became `channel`, and forget its secrets here."""
    draft.channel, draft.finished_at = channel, timezone.now()
    draft.inbound_secret = draft.outbound_secret = ""
    draft.save()
