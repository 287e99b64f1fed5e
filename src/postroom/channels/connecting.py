"""From a draft that was tried to a channel that works."""

from __future__ import annotations

from django.db import transaction

from postroom.channels import health
from postroom.channels.converting.former import change_way
from postroom.channels.drafts import close_draft, copy_account
from postroom.channels.fetching import fetch_soon
from postroom.channels.fingerprint import fingerprint
from postroom.channels.refusals import AlreadyConnected, GroupInactive, NotTried
from postroom.channels.registry import kind_of
from postroom.drivers.errors import DriverError
from postroom.models import Channel, ChannelDraft, Direction, EmailAddress, Group, LineState, Probe, ProbeState, Purpose


def refuse_double(draft: ChannelDraft) -> None:
    """Raise AlreadyConnected where another channel reads the same folder of the same mailbox."""
    wanted = kind_of(draft).identity(draft)
    for other in Channel.objects.filter(kind=draft.kind, folder=draft.folder):
        if other.pk != draft.channel_id and kind_of(other).identity(other) == wanted:
            raise AlreadyConnected(other)


def finish(draft: ChannelDraft) -> Channel:
    """Save the draft as an active channel, or its changes to the channel it is of, and fetch if that is active.

    Raises AlreadyConnected and GroupInactive. Whether it works has been found out before: see `finish_anyway`.
    """
    with transaction.atomic():
        draft = ChannelDraft.objects.select_for_update().get(pk=draft.pk)
        if draft.finished_at and draft.channel:
            return draft.channel
        refuse_double(draft)
        channel = _save(draft, _active_group(draft))
        health.forget(channel)
        health.succeeded(channel, Direction.IN)
        health.succeeded(channel, Direction.OUT)
        close_draft(draft, channel)
        if channel.active:
            fetch_soon(channel)
    return channel


def finish_anyway(draft: ChannelDraft) -> Channel:
    """Save though sending or the round trip failed; the channel then shows sending as failing from the start.

    Raises NotTried where receiving has not worked with these settings, and as `finish`.
    """
    with transaction.atomic():
        trouble = refused_probe(draft)
        if trouble is None:
            raise NotTried
        channel = finish(draft)
        line = trouble.lines.filter(state=LineState.FAILED, direction=Direction.OUT).first()
        if line is not None:
            health.failed(channel, Direction.OUT, DriverError(line.server_text, code=line.code, step=line.step))
    return channel


def refused_probe(draft: ChannelDraft) -> Probe | None:
    """Return the newest round trip of the draft as it is now that failed in nothing but sending or arriving."""
    tried = draft.probes.filter(purpose=Purpose.ROUND_TRIP, fingerprint=fingerprint(draft, Purpose.ROUND_TRIP))
    probe = tried.filter(state=ProbeState.FAILED).first()
    if probe is None or probe.lines.filter(state=LineState.FAILED, direction=Direction.IN).exists():
        return None
    return probe if probe.lines.filter(step="survey", direction=Direction.IN).exists() else None


def _active_group(draft: ChannelDraft) -> Group:
    if draft.group is None or not draft.group.active:
        raise GroupInactive
    return draft.group


def _save(draft: ChannelDraft, group: Group) -> Channel:
    channel = draft.channel or Channel(active=True)
    if draft.channel:
        change_way(channel, draft)
    copy_account(draft, channel)
    channel.group = group
    channel.save()
    address = channel.addresses.first() or _claim_address(draft, channel)
    if draft.for_group_mail:
        group.email_address = address
        group.save(update_fields=["email_address"])
    return channel


def _claim_address(draft: ChannelDraft, channel: Channel) -> EmailAddress:
    """Return the address of the draft; it is the channel's unless another channel has it (another folder's)."""
    address = EmailAddress.objects.filter(email__iexact=draft.email).first() or EmailAddress(email=draft.email)
    if address.channel is None:
        address.channel = channel
        address.name = draft.display_name or address.name
        address.save()
    return address
