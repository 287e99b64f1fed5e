"""Every message of a folder in few round trips, also where there are 50,000."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from postroom.drivers.base import Listed, Survey
from postroom.drivers.imap.keys import make_key
from postroom.drivers.imap.session import ImapSession, OpenFolder

RANGE = 5_000
"""Messages in one FETCH: small enough for its deadline, large enough that round trips do not count."""

_UID = re.compile(rb"[( ]UID (\d+)")
_FLAGS = re.compile(rb"[( ]FLAGS \(([^)]*)\)")
_SIZE = re.compile(rb"[( ]RFC822\.SIZE (\d+)")
_DATE = re.compile(rb'[( ]INTERNALDATE "([^"]*)"')
_DATE_PARTS = re.compile(rb"\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = {
    name: number
    for number, name in enumerate(
        (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"), 1
    )
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder: messages, and the keys of those that are marked deleted but not gone."""

    messages: list[Listed]
    leftovers: list[str]


def list_messages(session: ImapSession, folder: OpenFolder) -> Listing:
    """Return everything in the folder, oldest UID first."""
    found: dict[int, Listed] = {}
    marked: set[int] = set()
    for uid, flags, line in _answers(session, folder, "(UID FLAGS RFC822.SIZE INTERNALDATE)"):
        key = make_key(folder.uidvalidity, uid)
        found[uid] = Listed(key, _number(_SIZE, line), _date(line), b"\\seen" in flags)
        if b"\\deleted" in flags:
            marked.add(uid)
    ordered = sorted(found)
    return Listing(
        [found[uid] for uid in ordered if uid not in marked], [found[uid].key for uid in ordered if uid in marked]
    )


def survey_messages(session: ImapSession, folder: OpenFolder) -> Survey:
    """Count messages that are not marked deleted. Asks no sizes, which some servers must compute, and no SORT."""
    unread: dict[int, bool] = {}
    dates: list[datetime.datetime] = []
    for uid, flags, line in _answers(session, folder, "(UID FLAGS INTERNALDATE)"):
        if b"\\deleted" in flags:
            continue
        unread[uid] = b"\\seen" not in flags
        date = _date(line)
        dates.extend([date] if date else [])
    return Survey(len(unread), sum(unread.values()), min(dates, default=None), max(dates, default=None))


def parse_internaldate(text: bytes) -> datetime.datetime | None:
    """Return an INTERNALDATE (RFC 3501 date-time) as an aware time; None where it is no date."""
    parts = _DATE_PARTS.match(text)
    if parts is None:
        return None
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = parts.groups()
    offset = datetime.timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
    try:
        zone = datetime.timezone(-offset if sign == b"-" else offset)
        moment = (int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second))
        return datetime.datetime(*moment, tzinfo=zone)
    except (KeyError, ValueError):
        return None


def _answers(session: ImapSession, folder: OpenFolder, items: str) -> Iterator[tuple[int, list[bytes], bytes]]:
    """Yield UID, flags in lower case, and the whole line, for each message."""
    for uids in _ranges(session, folder.count):
        with session.step("list", uids):
            _, lines = session.imap.uid("FETCH", uids, items)
        for line in lines:
            # A FETCH line without INTERNALDATE is news about some other change, not an answer.
            if not isinstance(line, bytes) or b"INTERNALDATE" not in line:
                continue
            uid, flags = _number(_UID, line), _flags(line)
            if uid:
                yield uid, flags, line


def _ranges(session: ImapSession, count: int) -> list[str]:
    """Return UID ranges of about `RANGE` messages each, however many numbers lie between two UIDs."""
    if count <= RANGE:
        return ["1:*"] if count else []
    with session.step("list", "ranges"):
        places = ",".join(str(place) for place in range(1, count + 1, RANGE))
        _, lines = session.imap.fetch(places, "(UID)")
    starts = sorted({_number(_UID, line) for line in lines if isinstance(line, bytes)} - {0})
    closed = [f"{start}:{following - 1}" for start, following in itertools.pairwise(starts)]
    return [*closed, f"{starts[-1]}:*"]


def _number(pattern: re.Pattern[bytes], line: bytes) -> int:
    found = pattern.search(line)
    return int(found[1]) if found else 0


def _flags(line: bytes) -> list[bytes]:
    # A message whose flags cannot be read is a new one: better asked for once too often than overlooked.
    found = _FLAGS.search(line)
    return found[1].lower().split() if found else []


def _date(line: bytes) -> datetime.datetime | None:
    found = _DATE.search(line)
    return parse_internaldate(found[1]) if found else None
