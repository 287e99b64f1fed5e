"""Starting probes. They run as jobs, never while a page loads."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from postroom.channels.fingerprint import fingerprint
from postroom.enqueue import PROBE, enqueue
from postroom.models import Channel, ChannelDraft, Probe, ProbeState, Purpose

LOST_AFTER = datetime.timedelta(minutes=10)
"""No probe runs that long: its worker was killed."""


def probe_draft(draft: ChannelDraft, purpose: Purpose) -> Probe:
    """Try a draft in a job; one that is already under way with the same settings is returned instead."""
    with transaction.atomic():
        tried = fingerprint(draft, purpose)
        running = draft.probes.select_for_update().filter(purpose=purpose, fingerprint=tried)
        found = running.filter(state__in=[ProbeState.WAITING, ProbeState.RUNNING]).first()
        if found is not None and not is_lost(found):
            return found
        return _start(Probe(purpose=purpose, draft=draft, fingerprint=tried))


def probe_channel(channel: Channel, purpose: Purpose) -> Probe:
    """Try a channel in a job; one that is already under way is returned instead."""
    with transaction.atomic():
        Channel.objects.select_for_update().get(pk=channel.pk)
        running = channel.probes.filter(purpose=purpose, state__in=[ProbeState.WAITING, ProbeState.RUNNING]).first()
        if running is not None and not is_lost(running):
            return running
        return _start(Probe(purpose=purpose, channel=channel, fingerprint=fingerprint(channel, purpose)))


def is_lost(probe: Probe) -> bool:
    """Whether a probe will never end because the worker that ran it is gone."""
    return probe.state == ProbeState.RUNNING and _age(probe.started_at) > LOST_AFTER


def newest_probe(draft: ChannelDraft, purpose: Purpose) -> Probe | None:
    """Return the newest such probe of the draft as it is now: what was found of other settings says nothing."""
    return draft.probes.filter(purpose=purpose, fingerprint=fingerprint(draft, purpose)).first()


def has_passed(draft: ChannelDraft, purpose: Purpose) -> bool:
    """Whether the draft as it is now has passed such a probe."""
    tried = fingerprint(draft, purpose)
    return draft.probes.filter(purpose=purpose, state=ProbeState.PASSED, fingerprint=tried).exists()


def _start(probe: Probe) -> Probe:
    probe.save()
    enqueue(PROBE, probe_id=probe.pk)
    return probe


def _age(moment: datetime.datetime | None) -> datetime.timedelta:
    return timezone.now() - moment if moment else datetime.timedelta(0)
