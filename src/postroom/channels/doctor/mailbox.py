"""Reading: the way in, the folder, its newest mail, and the ledger held against what lies there."""

from __future__ import annotations

import datetime
import email
import email.policy
import time
from collections import Counter
from collections.abc import Sequence

from django.utils import timezone

from postroom.channels.probe_log import Facts, ProbeLog
from postroom.channels.registry import kind_of, open_source
from postroom.channels.sentences.doctor import IN_QUARANTINE, LEFT_ON_SERVER, UNKNOWN_ON_SERVER
from postroom.drivers import codes
from postroom.drivers.base import Listed, RawMail, Source
from postroom.drivers.errors import Refused
from postroom.models import AfterImport, Channel, Direction, InboundState, Sighting

_HEADERS = 64 * 1024
"""Bytes of a message that surely hold its headers."""

_MOST_UNKNOWN = 10

_UNDER_WAY = datetime.timedelta(minutes=2)
"""Mail that came in just now may be on its way into the ledger."""


def examine_mailbox(channel: Channel, log: ProbeLog) -> None:
    """Open the folder as fetching does, read its newest mail and reconcile the ledger. Raises DriverError."""
    with open_source(channel, on_step=log.listener(Direction.IN)) as source:
        if kind_of(channel).has_folders(channel):
            with log.step(Direction.IN, "folders"):
                source.folders()
        started = time.monotonic()
        listed = source.list()
        log.done(Direction.IN, "survey", str(len(listed)), (time.monotonic() - started) * 1000)
        _read_newest(source, listed, log)
        _reconcile(channel, source, listed, log)


def _read_newest(source: Source, listed: Sequence[Listed], log: ProbeLog) -> None:
    if not listed:
        return
    started = time.monotonic()
    for facts in _headers(source, listed[-1:], log):
        log.done(Direction.IN, "newest", "", (time.monotonic() - started) * 1000, facts)


def _reconcile(channel: Channel, source: Source, listed: Sequence[Listed], log: ProbeLog) -> None:
    started = time.monotonic()
    unknown = _unknown(channel, listed)
    counts = Counter(channel.ledger.values_list("state", flat=True))
    facts = {
        "server": len(listed),
        "known": len(listed) - len(unknown),
        "unknown": len(unknown),
        "leftovers": len(source.leftovers()),
        **{state.value: counts[state] for state in InboundState},
    }
    log.done(None, "ledger", "", (time.monotonic() - started) * 1000, facts)
    if channel.active:
        _tell_unknown(source, [item for item in unknown if _is_overdue(item)], log)
    if left := _left(channel, source):
        log.warned(None, "leftovers", LEFT_ON_SERVER, str(left))
    if counts[InboundState.QUARANTINED]:
        log.warned(None, "quarantine", IN_QUARANTINE, str(counts[InboundState.QUARANTINED]))


def _unknown(channel: Channel, listed: Sequence[Listed]) -> list[Listed]:
    sighted = Sighting.objects.filter(channel=channel, folder=channel.folder)
    known = set(sighted.filter(server_key__in=[item.key for item in listed]).values_list("server_key", flat=True))
    return [item for item in listed if item.key not in known]


def _left(channel: Channel, source: Source) -> int:
    """Return how many mails of ours should be gone. Where mail is kept, it was somebody else who marked it."""
    if channel.after_import == AfterImport.MARK_READ:
        return 0
    sighted = Sighting.objects.filter(channel=channel, folder=channel.folder, inbound__complete=True)
    return sighted.filter(server_key__in=list(source.leftovers())).count()


def _is_overdue(item: Listed) -> bool:
    return item.received is None or item.received < timezone.now() - _UNDER_WAY


def _tell_unknown(source: Source, unknown: Sequence[Listed], log: ProbeLog) -> None:
    for facts in _headers(source, unknown[-_MOST_UNKNOWN:], log):
        log.warned(None, "unknown", UNKNOWN_ON_SERVER, facts=facts)


def _headers(source: Source, items: Sequence[Listed], log: ProbeLog) -> list[Facts]:
    found: list[Facts] = []
    try:
        for raw in source.fetch([item.key for item in items], _HEADERS):
            found.append(_facts(raw))
    except Refused as refused:
        if refused.code != codes.MESSAGE_UNREADABLE:
            raise
        log.warned(Direction.IN, "fetch", refused.code, words=refused.server_text)
    return found


def _facts(raw: RawMail) -> Facts:
    received = raw.received.isoformat() if raw.received else ""
    return {"subject": _subject(raw.content), "size": raw.size, "received": received}


def _subject(content: bytes) -> str:
    headers = email.parser.BytesHeaderParser(policy=email.policy.default).parsebytes(content)
    return str(headers.get("Subject", ""))[:200]
