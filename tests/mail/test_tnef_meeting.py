"""Meeting requests in a winmail.dat say when, where and who. The containers are written as [MS-OXTNEF] says."""

from __future__ import annotations

import base64
import datetime
import struct

import pytest

from postroom.mail.message import parse
from postroom.mail.values import InboundMail

APPOINTMENT = bytes.fromhex("0220060000000000c000000000000046")
START = datetime.datetime(2026, 3, 5, 9, 30, tzinfo=datetime.UTC)
END = datetime.datetime(2026, 3, 5, 10, 15, tzinfo=datetime.UTC)


def ticks(moment: datetime.datetime) -> bytes:
    since = moment - datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
    return struct.pack("<Q", since // datetime.timedelta(microseconds=1) * 10)


def text_property(tag: int, text: str, name: bytes = b"") -> bytes:
    value = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HH", 0x1F, tag) + name + struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)


def time_property(tag: int, moment: datetime.datetime, name: bytes = b"") -> bytes:
    return struct.pack("<HH", 0x40, tag) + name + ticks(moment)


def named(number: int) -> bytes:
    return APPOINTMENT + struct.pack("<II", 0, number)


def attribute(name: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", 1, name, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def winmail(message_class: str, *properties: bytes) -> InboundMail:
    data = struct.pack("<IH", 0x223E9F78, 1)
    data += attribute(0x8008, message_class.encode() + b"\0")
    data += attribute(0x9003, struct.pack("<I", len(properties)) + b"".join(properties))
    head = b"From: a@example.org\r\nSubject: Plan\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n"
    return parse(head + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data))


def test_request_says_when_where_and_who() -> None:
    mail = winmail(
        "IPM.Microsoft Schedule.MtgReq",
        text_property(0x0037, "Jour fixe; budget, plans"),
        text_property(0x0042, "Anna Müller"),
        time_property(0x8001, START, named(0x820D)),
        time_property(0x8002, END, named(0x820E)),
        text_property(0x8003, "Raum 3, Köln", named(0x8208)),
        text_property(0x8004, "Bert Brecht; Carl Customer", named(0x8238)),
        text_property(0x1000, "Please come."),
    )
    assert mail.text == (
        "Invitation: Jour fixe; budget, plans\n"
        "When: 2026-03-05 09:30 - 10:15 (UTC)\n"
        "Where: Raum 3, Köln\n"
        "Organiser: Anna Müller\n"
        "Who: Bert Brecht, Carl Customer\n\n"
        "Please come."
    )
    assert [item.filename for item in mail.attachments] == ["winmail.dat"]


def test_times_and_people_without_names_of_their_own_count_too() -> None:
    mail = winmail(
        "",
        text_property(0x001A, "IPM.Schedule.Meeting.Canceled"),
        text_property(0x0037, "Jour fixe"),
        time_property(0x0060, START),
        time_property(0x0061, END),
        text_property(0x0E04, "Bert Brecht"),
    )
    assert mail.text == "Cancelled: Jour fixe\nWhen: 2026-03-05 09:30 - 10:15 (UTC)\nWho: Bert Brecht"


@pytest.mark.parametrize(
    ("message_class", "answer"),
    [
        ("IPM.Schedule.Meeting.Resp.Pos", "accepted"),
        ("IPM.Schedule.Meeting.Resp.Neg", "declined"),
        ("IPM.Microsoft Schedule.MtgRespA", "tentative"),
    ],
)
def test_answer_says_who_comes(message_class: str, answer: str) -> None:
    mail = winmail(message_class, text_property(0x0037, "Jour fixe"), text_property(0x0042, "Bert Brecht"))
    assert mail.text == f"Answer to an invitation: Jour fixe\nWho: Bert Brecht ({answer})"


def test_ordinary_message_is_no_meeting() -> None:
    mail = winmail("IPM.Microsoft Mail.Note", time_property(0x0060, START), text_property(0x1000, "Hello"))
    assert mail.text == "Hello"


def test_time_beyond_the_calendar_is_left_out() -> None:
    never = struct.pack("<HH", 0x40, 0x0060) + b"\xff" * 8
    mail = winmail("IPM.Schedule.Meeting.Request", text_property(0x0037, "Jour fixe"), never)
    assert mail.text == "Invitation: Jour fixe"
