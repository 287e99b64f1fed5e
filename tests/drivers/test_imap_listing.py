"""Times of arrival as servers write them."""

from __future__ import annotations

import datetime

import pytest

from postroom.drivers.imap.listing import parse_internaldate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"17-Jul-1996 02:44:25 -0700", "1996-07-17T09:44:25+00:00"),
        (b" 7-jul-2026 02:44:25 +0530", "2026-07-06T21:14:25+00:00"),
        (b"07-Jul-2026 02:44:25 +0000", "2026-07-07T02:44:25+00:00"),
    ],
)
def test_internaldate_is_read(text: bytes, expected: str) -> None:
    assert parse_internaldate(text) == datetime.datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [b"", b"nonsense", b"31-Feb-2026 02:44:25 +0000", b"01-Foo-2026 02:44:25 +0000", b"01-Jan-2026 02:44:25 +9900"],
)
def test_what_is_no_internaldate_is_none(text: bytes) -> None:
    assert parse_internaldate(text) is None
