"""A meeting request in a winmail.dat ([MS-OXOCAL]) as a calendar file (RFC 5545): it is shown like any other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from postroom.mail import mapi
from postroom.mail.tnef import Tnef

# Ends of the class, as Outlook writes it today and as Schedule+ did; then method and answer.
_KINDS = {
    ".meeting.request": ("REQUEST", ""),
    ".meeting.canceled": ("CANCEL", ""),
    ".meeting.resp.pos": ("REPLY", "ACCEPTED"),
    ".meeting.resp.neg": ("REPLY", "DECLINED"),
    ".meeting.resp.tent": ("REPLY", "TENTATIVE"),
    ".mtgreq": ("REQUEST", ""),
    ".mtgcncl": ("CANCEL", ""),
    ".mtgrespp": ("REPLY", "ACCEPTED"),
    ".mtgrespn": ("REPLY", "DECLINED"),
    ".mtgrespa": ("REPLY", "TENTATIVE"),
}
_LONGEST = 1_000


def meeting_of(found: Tnef) -> str:
    """Return the meeting that the container is about as a calendar file; empty where it is about none."""
    kind = _kind(found)
    if kind is None:
        return ""
    method, answer = kind
    lines = ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", *_event(found, method, answer), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _kind(found: Tnef) -> tuple[str, str] | None:
    named = (_text(found, mapi.MESSAGE_CLASS) or found.message_class).lower()
    return next((kind for end, kind in _KINDS.items() if named.endswith(end)), None)


def _event(found: Tnef, method: str, answer: str) -> Iterator[str]:
    yield f"SUMMARY:{_escaped(_text(found, mapi.SUBJECT))}"
    for name, tags in (("DTSTART", (mapi.MEETING_START, mapi.START)), ("DTEND", (mapi.MEETING_END, mapi.END))):
        if (moment := _moment(found, *tags)) is not None:
            yield f"{name}:{moment:%Y%m%dT%H%M%SZ}"
    if place := _text(found, mapi.MEETING_PLACE) or _text(found, mapi.MEETING_WHERE):
        yield f"LOCATION:{_escaped(place)}"
    sender = _text(found, mapi.SENT_FOR)
    if method == "REPLY":
        yield f"ATTENDEE;PARTSTAT={answer}:{_flat(sender)}"
        return
    if sender:
        yield f"ORGANIZER:{_flat(sender)}"
    for name in (_text(found, mapi.MEETING_EVERYBODY) or _text(found, mapi.DISPLAY_TO)).split(";"):
        if name.strip():
            yield f"ATTENDEE:{_flat(name)}"


def _text(found: Tnef, tag: int) -> str:
    return found.properties[tag].text(found.codec).strip()[:_LONGEST] if tag in found.properties else ""


def _moment(found: Tnef, *tags: int) -> datetime.datetime | None:
    return next((found.properties[tag].moment() for tag in tags if tag in found.properties), None)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return _flat(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
