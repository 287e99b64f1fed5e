"""Headers that send a message to those it is for, and to nobody else."""

from __future__ import annotations

import pytest

from postroom.drivers.graph.addressing import addressed

BODY = b"\r\n\r\nText\r\nTo: c@example.net\r\n"


@pytest.mark.parametrize(
    ("head", "recipients", "expected"),
    [
        (b"To: a@example.net", ["a@example.net"], b"To: a@example.net"),
        (b"To: A@Example.net", ["a@example.net"], b"To: A@Example.net"),
        (b"To: a@example.net", ["a@example.net", "b@example.net"], b"To: a@example.net\r\nBcc: b@example.net"),
        (b"Subject: x", ["a@example.net", "b@example.net"], b"Subject: x\r\nBcc: a@example.net,\r\n b@example.net"),
        (b"To: a@example.net\r\nCc: b@example.net", ["b@example.net"], b"Cc: b@example.net"),
        (b"Bcc: c@example.net\r\nTo: a@example.net", ["a@example.net"], b"To: a@example.net"),
        (b"To: undisclosed-recipients:;", ["a@example.net"], b"To: undisclosed-recipients:;\r\nBcc: a@example.net"),
        (
            b'To: =?utf-8?q?J=C3=BCrgen?= <a@example.net>,\r\n "B, B" <b@example.net>\r\nSubject: x',
            ["a@example.net"],
            b"To: =?utf-8?q?J=C3=BCrgen?= <a@example.net>\r\nSubject: x",
        ),
        (b"To: a@m\xc3\xbcller.example", ["a@xn--mller-kva.example"], b"To: a@m\xc3\xbcller.example"),
    ],
    ids=["same", "case", "hidden", "all hidden", "one taken out", "bcc replaced", "group", "encoded word", "domain"],
)
def test_addressed_message_goes_to_its_recipients(head: bytes, recipients: list[str], expected: bytes) -> None:
    assert addressed(head + BODY, recipients) == expected + BODY


def test_addressed_message_has_crlf_throughout() -> None:
    assert addressed(b"To: a@example.net\nSubject: x\n\none\ntwo", ["a@example.net"]) == (
        b"To: a@example.net\r\nSubject: x\r\n\r\none\r\ntwo"
    )


def test_message_of_headers_alone_stays_one() -> None:
    assert addressed(b"Subject: x\r\n", ["a@example.net"]) == b"Subject: x\r\nBcc: a@example.net\r\n\r\n"
