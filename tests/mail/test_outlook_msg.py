"""Outlook .msg files, built here as OLE files."""

from __future__ import annotations

import datetime
import struct

from postroom.mail.message import parse, read_attached
from postroom.mail.outlook_msg import as_eml, is_msg
from postroom.mail.values import Address, Attachment
from tests.mail.ole_file import Folder, write_ole

FILE = bytes(range(256)) * 16


def _unicode(tag: int, text: str) -> tuple[str, bytes]:
    return f"__substg1.0_{tag:04X}001F", text.encode("utf-16-le")


def _binary(tag: int, data: bytes) -> tuple[str, bytes]:
    return f"__substg1.0_{tag:04X}0102", data


def _properties(header: int, *fixed: tuple[int, int, int]) -> tuple[str, bytes]:
    rows = b"".join(struct.pack("<HHIQ", kind, tag, 6, value) for tag, kind, value in fixed)
    return "__properties_version1.0", b"\0" * header + rows


def _recipient(name: str, email: str, kind: int) -> Folder:
    return Folder(dict([_unicode(0x3001, name), _unicode(0x39FE, email), _properties(8, (0x0C15, 3, kind))]))


def _message(header: int, subject: str, html: bytes, folders: dict[str, Folder]) -> Folder:
    sent = datetime.datetime(2024, 3, 4, 9, 15, tzinfo=datetime.UTC) - datetime.datetime(
        1601, 1, 1, tzinfo=datetime.UTC
    )
    ticks = int(sent.total_seconds()) * 10_000_000
    streams = [
        _unicode(0x0037, subject),
        _unicode(0x0C1A, "Berg, Anna"),
        _unicode(0x5D01, "anna@example.org"),
        _unicode(0x1000, "Plain words äöü"),
        _binary(0x1013, html),
        _properties(header, (0x0039, 0x40, ticks), (0x3FDE, 3, 65001)),
    ]
    return Folder(dict(streams), folders)


def _outer() -> bytes:
    inner = _message(24, "Inner", "<p>Inner words ü</p>".encode(), {})
    embedded = Folder(dict([_unicode(0x3001, "Inner"), _properties(8)]), {"__substg1.0_3701000D": inner})
    file = Folder(dict([_unicode(0x3707, "Übersicht.bin"), _binary(0x3701, FILE), _properties(8)]))
    return write_ole(
        _message(
            32,
            "Grüße",
            "<p>Rich words ü</p>".encode(),
            {
                "__recip_version1.0_#00000000": _recipient("Desk", "desk@example.com", 1),
                "__recip_version1.0_#00000001": _recipient("Bob", "bob@example.com", 2),
                "__attach_version1.0_#00000000": file,
                "__attach_version1.0_#00000001": embedded,
            },
        )
    )


def test_msg_is_read_as_mail() -> None:
    mail = parse(_outer())
    assert mail.from_ == Address("Berg, Anna", "anna@example.org")
    assert (mail.to, mail.cc) == ((Address("Desk", "desk@example.com"),), (Address("Bob", "bob@example.com"),))
    assert (mail.subject, mail.text.strip("\0")) == ("Grüße", "Rich words ü")
    assert mail.date == datetime.datetime(2024, 3, 4, 9, 15, tzinfo=datetime.UTC)
    assert [(item.filename, item.content_type) for item in mail.attachments] == [
        ("Übersicht.bin", "application/octet-stream"),
        ("Inner.eml", "message/rfc822"),
    ]
    assert mail.attachments[0].content == FILE


def test_msg_attached_is_readable_as_mail() -> None:
    mail = read_attached(Attachment("old.msg", "application/octet-stream", _outer()))
    assert mail is not None
    assert mail.subject == "Grüße"
    inner = read_attached(mail.attachments[1])
    assert inner is not None
    assert (inner.subject, inner.text.strip("\0")) == ("Inner", "Inner words ü")


def test_msg_gives_the_same_bytes_each_time() -> None:
    assert as_eml(_outer()) == as_eml(_outer())


def test_msg_cut_short_is_no_mail_and_no_error() -> None:
    assert as_eml(_outer()[:3000]) is None


def test_other_ole_files_are_no_msg() -> None:
    assert not is_msg(write_ole(Folder({"WordDocument": b"x"})))
