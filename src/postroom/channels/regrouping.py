"""Giving a channel's new mail to another group."""

from __future__ import annotations

from django.db import transaction

from postroom.channels.refusals import GroupInactive
from postroom.models import Channel, EmailAddress, Group


def change_group(channel: Channel, group: Group, sending_address: EmailAddress | None) -> None:
    """Let new mail become tickets of `group`; tickets that exist stay where they are.

    `sending_address` becomes the address the group sends from; None leaves that as it is. Raises GroupInactive.
    """
    with transaction.atomic():
        if not group.active:
            raise GroupInactive
        Channel.objects.filter(pk=channel.pk).update(group=group)
        if sending_address is not None:
            Group.objects.filter(pk=group.pk).update(email_address=sending_address)
