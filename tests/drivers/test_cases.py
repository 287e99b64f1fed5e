"""Every mail of the case collection comes over the wire as it lies there, whole and shortened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import Password
from postroom.drivers.imap import ImapSource
from postroom.drivers.pop3 import Pop3Source
from tests.servers.dovecot import PASSWORD, Dovecot

pytestmark = [pytest.mark.dovecot, pytest.mark.cases]

CASES = Path(__file__).parents[2] / "../shared/mail-cases"

NO_LIMIT = 100_000_000


@pytest.fixture(scope="module")
def contents(dovecot: Dovecot) -> list[bytes]:
    if not CASES.is_dir():
        pytest.skip(f"the mail cases are not beside the checkout ({CASES})")
    found = [path.read_bytes() for path in sorted(CASES.rglob("*.eml"))]
    for content in found:
        dovecot.deliver("cases", content)
    return found


def with_crlf(content: bytes) -> bytes:
    # What Dovecot does to a file in a Maildir; a message over POP3 ends with a line break in any case.
    return re.sub(rb"\r?\n", b"\r\n", content)


def test_imap_gives_every_case_whole(dovecot: Dovecot, contents: list[bytes]) -> None:
    with ImapSource(
        ConnectionSettings("127.0.0.1", dovecot.imap, Security.NONE), Password("cases", PASSWORD)
    ) as source:
        keys = [one.key for one in source.list()]
        found = [mail.content for mail in source.fetch(keys, NO_LIMIT)]
    assert found == [with_crlf(content) for content in contents]


def test_pop3_gives_every_case_whole(dovecot: Dovecot, contents: list[bytes]) -> None:
    with Pop3Source(
        ConnectionSettings("127.0.0.1", dovecot.pop3, Security.NONE), Password("cases", PASSWORD)
    ) as source:
        keys = [one.key for one in source.list()]
        found = [mail.content.removesuffix(b"\r\n") for mail in source.fetch(keys, NO_LIMIT)]
    assert found == [with_crlf(content).removesuffix(b"\r\n") for content in contents]


def test_imap_gives_the_headers_of_every_case_when_all_are_too_large(dovecot: Dovecot, contents: list[bytes]) -> None:
    with ImapSource(
        ConnectionSettings("127.0.0.1", dovecot.imap, Security.NONE), Password("cases", PASSWORD)
    ) as source:
        keys = [one.key for one in source.list()]
        found = list(source.fetch(keys, 1))
    heads = [with_crlf(content).partition(b"\r\n\r\n")[0] for content in contents]
    assert [mail.content[: len(head)] for mail, head in zip(found, heads, strict=True)] == heads
    assert [mail.complete for mail in found] == [False] * len(contents)
    assert [mail.size for mail in found] == [len(with_crlf(content)) for content in contents]
