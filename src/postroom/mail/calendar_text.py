"""An invitation (RFC 5545, RFC 5546) as text: what, when, where, who, and who has answered how."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from postroom.mail.content_lines import ContentLine, content_lines

_METHODS = {
    "REQUEST": "Invitation",
    "REPLY": "Answer to an invitation",
    "CANCEL": "Cancelled",
    "COUNTER": "Another time proposed",
    "DECLINECOUNTER": "Proposed time declined",
    "REFRESH": "Asks for the latest invitation",
    "ADD": "Further date",
}
_ANSWERS = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "NEEDS-ACTION": "no answer yet",
    "DELEGATED": "delegated",
}
_FREQUENCY = re.compile(r"FREQ=([A-Z]+)")
_STAMP = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$")
_MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
_MOST_EVENTS = 20
_MOST_ATTENDEES = 100
_SINGLE = frozenset(("SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER", "STATUS", "RRULE", "DUE"))


@dataclass(slots=True)
class Event:
    """One event or task: its single properties, and its attendees."""

    properties: dict[str, ContentLine] = field(default_factory=dict)
    attendees: list[ContentLine] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return a property as text, or nothing."""
        return self.properties[name].text if name in self.properties else ""


def describe_calendar(text: str) -> str:
    """Return what a calendar file says, a paragraph an event; empty where it holds none."""
    method, events = _read(text)
    return "\n\n".join("\n".join(_event_lines(event, method)) for event in events)


def start_clock(text: str) -> str:
    """Return the time of day at which the first event begins, as `10:30`, or nothing."""
    _, events = _read(text)
    start = events[0].properties.get("DTSTART") if events else None
    match = _STAMP.match(start.value.strip()) if start else None
    return f"{match[4]}:{match[5]}" if match and match[4] else ""


def _read(text: str) -> tuple[str, list[Event]]:
    method = ""
    events: list[Event] = []
    inside: list[str] = []
    for line in content_lines(text):
        if line.name == "BEGIN":
            inside.append(line.value.strip().upper())
            if inside[-1] in ("VEVENT", "VTODO") and len(events) < _MOST_EVENTS:
                events.append(Event())
        elif line.name == "END":
            inside = inside[:-1]
        elif line.name == "METHOD":
            method = line.value.strip().upper()
        elif events and inside and inside[-1] in ("VEVENT", "VTODO"):
            _take(events[-1], line)
    return method, events


def _take(event: Event, line: ContentLine) -> None:
    if line.name in _SINGLE:
        event.properties.setdefault(line.name, line)
    elif line.name == "ATTENDEE" and len(event.attendees) < _MOST_ATTENDEES:
        event.attendees.append(line)


def _event_lines(event: Event, method: str) -> Iterator[str]:
    kind = "Cancelled" if event.text("STATUS").upper() == "CANCELLED" else _METHODS.get(method, "Event")
    yield f"{kind}: {event.text('SUMMARY')}".rstrip(": ")
    when = _when(event)
    if when:
        yield f"When: {when}"
    repeats = _FREQUENCY.search(event.text("RRULE"))
    if repeats:
        yield f"Repeats: {repeats[1].lower()}"
    if event.text("LOCATION"):
        yield f"Where: {event.text('LOCATION')}"
    if "ORGANIZER" in event.properties:
        yield f"Organiser: {_person(event.properties['ORGANIZER'])}"
    if event.attendees:
        yield f"Who: {', '.join(map(_attendee, event.attendees))}"


def _when(event: Event) -> str:
    start = event.properties.get("DTSTART") or event.properties.get("DUE")
    if start is None:
        return ""
    end = event.properties.get("DTEND")
    first, last = _moment(start), _moment(end) if end else ""
    if last and end and len(start.value.strip()) == 8 == len(end.value.strip()):
        last = _day_before(end)
    if last == first:
        last = ""
    elif last[:10] == first[:10]:
        last = last[11:]
    zone = "UTC" if start.value.strip().endswith("Z") else start.params.get("TZID", "")
    return f"{first}{f' - {last}' if last else ''}{f' ({zone})' if zone else ''}"


def _moment(line: ContentLine) -> str:
    match = _STAMP.match(line.value.strip())
    if not match:
        return line.text
    day = f"{match[1]}-{match[2]}-{match[3]}"
    return f"{day} {match[4]}:{match[5]}" if match[4] else day


def _day_before(end: ContentLine) -> str:
    """The end of an event of whole days is the day after its last (RFC 5545 section 3.6.1)."""
    try:
        day = datetime.date.fromisoformat(_moment(end))
        return (day - datetime.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return _moment(end)


def _person(line: ContentLine) -> str:
    email = _MAILTO.sub("", line.value.strip())
    name = line.params.get("CN", "")
    return f"{name} <{email}>" if name and name != email else email


def _attendee(line: ContentLine) -> str:
    answer = _ANSWERS.get(line.params.get("PARTSTAT", "").upper(), "")
    return f"{_person(line)} ({answer})" if answer else _person(line)
