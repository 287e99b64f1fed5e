"""What each kind of probe does. True where it passed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from postroom.channels import connecting, health, switching, trying
from postroom.channels.doctor import visit
from postroom.channels.fencing import examine_fence
from postroom.channels.fetching import fetch_soon
from postroom.channels.fingerprint import fingerprint
from postroom.channels.oauth.access import ask_anew
from postroom.channels.probe_log import Attempt, ProbeLog
from postroom.channels.refusals import Refusal
from postroom.channels.registry import kind_of
from postroom.channels.round_trip import Arrival, send_test_mail
from postroom.channels.sentences.ours import ADDRESS_MISSING, ALREADY_CONNECTED
from postroom.channels.verify_mail import VerifyMail
from postroom.drivers.base import Folder, Survey
from postroom.drivers.errors import DriverError, NotFound
from postroom.models import Account, Channel, ChannelDraft, Direction, Probe


def find_settings(probe: Probe, log: ProbeLog) -> bool:
    """Look for the servers of the draft's address and keep what was found."""
    draft = _draft(probe)
    found = False
    with log.attempt(None):
        found = kind_of(draft).find_settings(draft, log.tried)
        _keep(draft, probe, inbound=draft.inbound, outbound=draft.outbound)
    return found


def connect(probe: Probe, log: ProbeLog) -> bool:
    """Try both directions of a draft; the second also where the first failed."""
    draft = _draft(probe)
    folders: list[Folder] = []
    ask_anew(draft)
    with log.attempt(Direction.IN) as receiving:
        folders = trying.try_receiving(draft, log)
    with log.attempt(Direction.OUT) as sending:
        trying.try_sending(draft, log)
    with log.attempt(None):
        examine_fence(draft, log)
    _keep(draft, probe, folders=[folder.path for folder in folders if folder.selectable])
    return receiving.passed and sending.passed


def survey(probe: Probe, log: ProbeLog) -> bool:
    """Look into the draft's folder and keep what lies there."""
    draft = _draft(probe)
    with log.attempt(Direction.IN) as attempt:
        found = trying.try_folder(draft, log)
        _keep(draft, probe, survey={"folder": draft.folder, **_plain(found)})
    return attempt.passed


def round_trip(probe: Probe, log: ProbeLog) -> bool:
    """Send a draft's test mail, and where it comes back save the draft as the channel it is to be."""
    draft = _draft(probe)
    passed = all(attempt.passed for attempt in _there_and_back(draft, draft.email, probe, log))
    return passed and _saved(draft, probe, log)


def check(probe: Probe, log: ProbeLog) -> bool:
    """Try a channel from end to end and write down how its two directions are."""
    channel = _channel(probe)
    attempts = _there_and_back(channel, _address(channel), probe, log)
    if channel.active:
        _record(channel, dict(zip(Direction, attempts, strict=False)))
    return all(attempt.passed for attempt in attempts)


def enable(probe: Probe, log: ProbeLog) -> bool:
    """Try a disabled channel from end to end and enable it where that passed."""
    channel = _channel(probe)
    attempts = _there_and_back(channel, _address(channel), probe, log)
    passed = all(attempt.passed for attempt in attempts)
    if passed:
        switching.enable(channel)
        _record(channel, dict(zip(Direction, attempts, strict=False)))
    return passed


def look_at_everything(probe: Probe, log: ProbeLog) -> bool:
    """Let the doctor look at a channel. Fetching is asked for at its end: that says how receiving is."""
    channel = _channel(probe)
    sending = visit(channel, probe, log)
    if channel.active:
        _record(channel, {Direction.OUT: sending})
        fetch_soon(channel)
    return log.is_clean


def _there_and_back(account: Account, address: str, probe: Probe, log: ProbeLog) -> list[Attempt]:
    """Try receiving, then sending, then whether the test mail arrives, each only where what it needs works."""
    mail = VerifyMail.of(probe.pk, address)
    arrival = Arrival(account, [mail], log)
    with log.attempt(Direction.IN) as receiving:
        trying.try_folder(account, log)
        arrival.remember()
    with log.attempt(Direction.OUT) as sending:
        if not address:
            raise NotFound(code=ADDRESS_MISSING, step="sender")
        send_test_mail(account, mail, log)
    attempts = [receiving, sending]
    if receiving.passed and sending.passed:
        with log.attempt(None) as coming_back:
            arrival.wait()
        attempts.append(coming_back)
    return attempts


def _saved(draft: ChannelDraft, probe: Probe, log: ProbeLog) -> bool:
    """Save the draft as it is by now, unless its connection settings are no longer those that were tried."""
    now = ChannelDraft.objects.get(pk=draft.pk)
    if fingerprint(now, probe.purpose) != probe.fingerprint:
        return False
    with log.attempt(None) as attempt:
        try:
            connecting.finish(now)
        except Refusal as refusal:
            raise DriverError(str(refusal), code=ALREADY_CONNECTED, step="save") from None
    return attempt.passed


def _record(channel: Channel, attempts: Mapping[Direction, Attempt]) -> None:
    """Write down the health of directions. That a test mail went astray says nothing about any."""
    for direction, attempt in attempts.items():
        if attempt.error is None:
            health.succeeded(channel, direction)
        else:
            health.failed(channel, direction, attempt.error)


def _keep(draft: ChannelDraft, probe: Probe, **found: Any) -> None:
    """Save what was found, unless somebody changed the draft in the meantime."""
    now = ChannelDraft.objects.get(pk=draft.pk)
    if fingerprint(now, probe.purpose) == probe.fingerprint:
        ChannelDraft.objects.filter(pk=draft.pk).update(**found)


def _plain(found: Survey) -> dict[str, Any]:
    facts = dataclasses.asdict(found)
    dates = {name: facts[name].isoformat() for name in ("oldest", "newest") if facts[name]}
    return {"oldest": None, "newest": None, "count": found.count, "unread": found.unread, **dates}


def _draft(probe: Probe) -> ChannelDraft:
    assert probe.draft is not None
    return probe.draft


def _channel(probe: Probe) -> Channel:
    assert probe.channel is not None
    return probe.channel


def _address(channel: Channel) -> str:
    address = channel.addresses.first()
    return address.email if address else ""
