"""Odd messages, odd servers, and large ones."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Sequence

import pytest

from postroom.drivers.base import LeftOut
from postroom.drivers.errors import Refused, Unreachable
from postroom.drivers.imap import ImapSource
from tests.drivers.conftest import Account, mail

pytestmark = pytest.mark.dovecot

WITH_FILES = (
    b"""\
From: ann@example.net
Subject: =?utf-8?q?Gro=C3=9F?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: application/pdf; name="first.pdf"
Content-Disposition: attachment; filename="first.pdf"
Content-Transfer-Encoding: base64

%(file)s
--outer
Content-Type: multipart/alternative; boundary="123"

--123
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Was ich sagen wollte: gr=C3=BCn
--123
Content-Type: text/html; charset=utf-8

<p>Was ich sagen wollte</p>
--123--
--outer
Content-Type: text/plain; name="log.txt"
Content-Disposition: attachment; filename*=utf-8''%%C3%%9Cbersicht.txt

log
--outer--
""".replace(b"\n", b"\r\n")
    % {b"file": b"QUJD" * 20_000}
)


def test_fetch_over_the_limit_reads_as_a_mail_and_names_what_is_missing(account: Account) -> None:
    account.maildir.deliver(WITH_FILES)
    with account.source() as source:
        [found] = source.fetch([source.list()[0].key], 10_000)
    read = email.message_from_bytes(found.content, policy=email.policy.default)
    assert read["Subject"] == "Groß"
    assert [part.get_content() for part in read.iter_parts()] == ["Was ich sagen wollte: grün"]
    assert (found.complete, found.size) == (False, len(WITH_FILES))
    assert [(part.filename, part.content_type) for part in found.left_out] == [
        ("first.pdf", "application/pdf"),
        ("", "text/html"),
        ("Übersicht.txt", "text/plain"),
    ]
    assert found.left_out[0] == LeftOut("first.pdf", "application/pdf", 80_000)


def test_fetch_over_the_limit_without_any_text_gives_headers(account: Account) -> None:
    account.maildir.deliver(b"Subject: scan\r\nContent-Type: image/png; name=scan.png\r\n\r\n" + b"A" * 50_000)
    with account.source() as source:
        [found] = source.fetch([source.list()[0].key], 10_000)
    assert found.content == b"Subject: scan\r\nContent-Type: image/png; name=scan.png\r\n\r\n"
    assert [(part.content_type, part.size) for part in found.left_out] == [("image/png", 50_000)]


def test_fetch_over_the_limit_with_broken_structure_gives_the_beginning(account: Account) -> None:
    account.meddler.rewrite(rb"BODYSTRUCTURE \(.*\r\n", b"BODYSTRUCTURE ((((nonsense\r\n")
    account.maildir.deliver(WITH_FILES)
    with account.source() as source:
        [found] = source.fetch([source.list()[0].key], 500)
    assert found.content == WITH_FILES[:500]
    assert found.complete is False


def test_one_refused_message_does_not_hold_up_the_others(account: Account) -> None:
    account.deliver("one", "two", "three")
    account.meddler.answer(rb"UID FETCH (1,2,3|2) .*BODY", b"TAG NO [SERVERBUG] cannot convert this message\r\n")
    with account.source() as source:
        keys = [one.key for one in source.list()]
        found, error = _fetched(source, keys)
    assert found == [mail("one"), mail("three")]
    assert (error.code, error.server_text.partition(" ")[0]) == ("message-unreadable", f"{keys[1]}:")
    assert "cannot convert this message" in error.server_text


def test_one_garbled_answer_does_not_hold_up_the_others(account: Account) -> None:
    account.deliver("one", "two", "three")
    account.meddler.rewrite(rb"(UID 2) FLAGS \([^)]*\)(.*BODY)", rb"\1 FLAGS (\2")
    with account.source() as source:
        keys = [one.key for one in source.list()]
        found, error = _fetched(source, keys)
    assert found == [mail("one"), mail("three")]
    assert (error.code, error.server_text.partition(" ")[0]) == ("message-unreadable", f"{keys[1]}:")


def _fetched(source: ImapSource, keys: Sequence[str]) -> tuple[list[bytes], Refused]:
    """Return what came before the error, and the error."""
    found: list[bytes] = []
    with pytest.raises(Refused) as caught:
        found.extend(one.content for one in source.fetch(keys, 10_000))
    return found, caught.value


def test_unreadable_flags_do_not_hide_a_message(account: Account) -> None:
    account.deliver("one", "two")
    account.meddler.rewrite(rb"(UID 2) FLAGS \([^)]*\)", rb'\1 FLAGS "garbled"')
    with account.source() as source:
        assert [one.key.partition(":")[2] for one in source.list()] == ["1", "2"]
        assert source.survey().count == 2


def test_keywords_of_any_shape_do_not_disturb(account: Account) -> None:
    account.deliver("one")
    account.meddler.rewrite(rb"FLAGS \(\)", rb"FLAGS ($Forwarded NonJunk $label1 \\Seen)")
    with account.source() as source:
        [listed] = source.list()
        [found] = source.fetch([listed.key], 10_000)
    assert (listed.seen, found.seen, found.content) == (True, True, mail("one"))


def test_cut_in_the_middle_of_a_fetch_is_unreachable(account: Account) -> None:
    account.deliver("one")
    account.meddler.answer(rb"UID FETCH 1 .*BODY", b"")
    with account.source() as source, pytest.raises(Unreachable) as caught:
        list(source.fetch([source.list()[0].key], 10_000))
    assert (caught.value.code, caught.value.step) == ("connection-lost", "fetch")


def test_sizes_not_listed_before_are_asked_for(account: Account) -> None:
    account.deliver("one", "two")
    with account.source() as source:
        keys = [one.key for one in source.list()]
    with account.source() as source:
        found = [one.content for one in source.fetch(keys, 10_000)]
    assert found == [mail("one"), mail("two")]


def test_list_and_survey_of_more_than_one_range(account: Account) -> None:
    total = 5_100
    for number in range(total):
        account.maildir.deliver(b"x: y\r\n\r\n", received=1_700_000_000 + number)
    with account.source(timeout=60) as source:
        listed = source.list()
        survey = source.survey()
    assert [one.key.partition(":")[2] for one in listed] == [str(uid) for uid in range(1, total + 1)]
    assert (survey.count, survey.unread) == (total, total)
    assert survey.oldest is not None
    assert survey.newest is not None
    assert (survey.newest - survey.oldest).total_seconds() == total - 1
    assert [line for line in account.meddler.commands() if line.startswith("UID FETCH")][:2] == [
        "UID FETCH 1:5000 (UID FLAGS RFC822.SIZE INTERNALDATE)",
        "UID FETCH 5001:* (UID FLAGS RFC822.SIZE INTERNALDATE)",
    ]
