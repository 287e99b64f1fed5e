"""Where else mail arrives: the help for a channel that fetches nothing."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass

from django.utils import timezone

from postroom.channels.probe_log import ProbeLog
from postroom.channels.registry import kind_of, open_source
from postroom.channels.round_trip import INBOX
from postroom.channels.sentences.doctor import MAIL_ELSEWHERE, MAIL_IN_JUNK
from postroom.drivers.base import Folder
from postroom.drivers.errors import NotFound, Refused
from postroom.models import Channel

RECENT_DAYS = 7
MOST_SECONDS = 60.0
"""Some people keep hundreds of folders."""

_NEVER_ARRIVES = {"Sent", "Drafts", "Trash", "Archive", "All", "Flagged"}
"""RFC 6154 words of folders that hold what somebody put there."""


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What came into a folder lately."""

    count: int
    newest: datetime.datetime


def examine_other_folders(channel: Channel, log: ProbeLog) -> None:
    """Tell which other folders got mail in the last days. Raises DriverError."""
    if not kind_of(channel).has_folders(channel):
        return
    fetches = _fetched_lately(channel)
    others = _others(channel)
    ends = time.monotonic() + MOST_SECONDS
    while others and time.monotonic() < ends:
        folder = others.pop(0)
        started = time.monotonic()
        if arrived := _arrived_in(channel, folder.path):
            _tell(folder, arrived, fetches, (time.monotonic() - started) * 1000, log)
    if others:
        log.done(None, "elsewhere", facts={"left": len(others)})


def _others(channel: Channel) -> list[Folder]:
    with open_source(channel, folder=INBOX) as source:
        folders = source.folders()
    own = {(channel.folder or INBOX).casefold(), channel.move_to.casefold()}
    return [
        folder
        for folder in folders
        if folder.selectable
        and folder.special_use not in _NEVER_ARRIVES
        and own.isdisjoint({folder.path.casefold(), folder.path.replace(folder.delimiter or "/", "/").casefold()})
    ]


def _arrived_in(channel: Channel, path: str) -> _Arrived | None:
    since = timezone.now() - datetime.timedelta(days=RECENT_DAYS)
    try:
        with open_source(channel, folder=path) as source:
            times = [item.received for item in source.list() if item.received and item.received > since]
    except (NotFound, Refused):
        # A folder that is listed and cannot be opened is nobody's trouble here.
        return None
    return _Arrived(len(times), max(times)) if times else None


def _tell(folder: Folder, arrived: _Arrived, fetches: bool, milliseconds: float, log: ProbeLog) -> None:
    facts = {"count": arrived.count, "days": RECENT_DAYS, "newest": arrived.newest.isoformat()}
    if folder.special_use == "Junk":
        log.warned(None, "elsewhere", MAIL_IN_JUNK, folder.path, milliseconds=milliseconds, facts=facts)
    elif not fetches:
        log.warned(None, "elsewhere", MAIL_ELSEWHERE, folder.path, milliseconds=milliseconds, facts=facts)
    else:
        log.done(None, "elsewhere", folder.path, milliseconds, facts)


def _fetched_lately(channel: Channel) -> bool:
    since = timezone.now() - datetime.timedelta(days=RECENT_DAYS)
    return channel.ledger.filter(stored_at__gt=since).exists()
