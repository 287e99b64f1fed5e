"""Raw bytes in, the same raw bytes out."""

from __future__ import annotations

import pytest

from postroom.mail.crypto.entity import canonical, cut_multipart, read_entity, rewrapped
from postroom.mail.message import parse

MULTIPART = (
    b"Content-Type: multipart/signed; boundary=b\r\n\r\npreamble\r\n"
    b"--b\r\nA: 1\r\n\r\none\r\n\r\n--b\r\n\r\ntwo\r\n--b--\r\nend"
)


def test_parts_keep_every_byte_but_the_line_end_before_the_boundary() -> None:
    assert cut_multipart(read_entity(MULTIPART)) == (b"A: 1\r\n\r\none\r\n", b"\r\ntwo")


def test_parts_after_the_closing_boundary_are_none() -> None:
    raw = MULTIPART + b"\r\n--b\r\n\r\nthree\r\n--b--\r\n"
    assert cut_multipart(read_entity(raw)) == (b"A: 1\r\n\r\none\r\n", b"\r\ntwo")


def test_boundary_that_only_begins_alike_is_none() -> None:
    raw = MULTIPART.replace(b"one", b"one\r\n--bb\r\n")
    assert cut_multipart(read_entity(raw))[0] == b"A: 1\r\n\r\none\r\n--bb\r\n\r\n"


@pytest.mark.parametrize("raw", [b"", b"no header", b"Content-Type: multipart/signed\r\n\r\n--b\r\n", b"\r\n\r\n"])
def test_what_is_no_multipart_has_no_parts(raw: bytes) -> None:
    assert cut_multipart(read_entity(raw)) == ()


def test_canonical_line_ends() -> None:
    assert canonical(b"a\nb\r\nc\rd") == b"a\r\nb\r\nc\r\nd"


def test_opened_mail_keeps_its_people_and_takes_the_content_from_inside() -> None:
    raw = (
        b"From: Anna <anna@example.org>\nTo: desk@example.com\nSubject: Bill\nMessage-ID: <1@example.org>\n"
        b"Content-Type: multipart/signed;\n boundary=b\nContent-Language: de\n\n--b\n\noutside\n--b--\n"
    )
    mail = parse(rewrapped(raw, b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n"))
    assert (mail.from_.email, mail.subject, mail.message_id) == ("anna@example.org", "Bill", "1@example.org")
    assert mail.text.strip() == "Grüße"
    assert mail.header_all("Content-Type") == ("text/plain; charset=utf-8",)
    assert mail.header("Content-Language") == ""
