"""What only POP3 does."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from postroom.drivers.base import AfterImport
from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import Password
from postroom.drivers.errors import DriverError, Refused, Retry, Unreachable
from postroom.drivers.pop3 import Pop3Source
from tests.drivers.conftest import mail
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.maildir import Maildir
from tests.servers.meddler import Meddler, meddling

pytestmark = pytest.mark.dovecot

DATED = b"Date: %s\r\nSubject: dated\r\n\r\n"


class Account:
    """A mailbox of its own behind a Meddler."""

    def __init__(self, dovecot: Dovecot, meddler: Meddler, user: str) -> None:
        settings = ConnectionSettings("127.0.0.1", meddler.port, Security.NONE, timeout=10)
        self.meddler = meddler
        self.maildir: Maildir = dovecot.mailbox(user)
        self.source = Pop3Source(settings, Password(user, PASSWORD))


@pytest.fixture
def pop_meddler(dovecot: Dovecot) -> Iterator[Meddler]:
    with meddling(dovecot.pop3) as meddler:
        yield meddler


@pytest.fixture
def pop(dovecot: Dovecot, pop_meddler: Meddler) -> Account:
    account = Account(dovecot, pop_meddler, f"pop-{pop_meddler.port}")
    for subject in ("one", "two", "three"):
        account.maildir.deliver(mail(subject))
    return account


@pytest.mark.parametrize(
    ("after", "code"),
    [(AfterImport.MARK_READ, "pop3-cannot-mark-read"), (AfterImport.MOVE, "pop3-cannot-move")],
)
def test_what_pop3_cannot_do_is_refused_and_touches_nothing(pop: Account, after: AfterImport, code: str) -> None:
    with pop.source as source, pytest.raises(Refused) as caught:
        source.settle([source.list()[0].key], after, "Done")
    assert (caught.value.code, caught.value.retry) == (code, Retry.NEVER)
    assert pop.maildir.messages() == [mail("one"), mail("two"), mail("three")]


def test_delete_that_is_not_confirmed_is_an_error_and_the_messages_stay(pop: Account) -> None:
    pop.meddler.answer(rb"^QUIT", b"")
    with pop.source as source, pytest.raises(Unreachable):
        source.settle([source.list()[0].key], AfterImport.DELETE)
    assert pop.maildir.messages() == [mail("one"), mail("two"), mail("three")]


def test_work_goes_on_after_settling(pop: Account) -> None:
    with pop.source as source:
        keys = [one.key for one in source.list()]
        source.settle(keys[:1], AfterImport.DELETE)
        assert [one.key for one in source.list()] == keys[1:]
        source.settle(keys[1:], AfterImport.DELETE)
    assert pop.maildir.messages() == []


def test_mailbox_is_not_locked_while_waiting(pop: Account) -> None:
    with pop.source as source:
        source.list()
        assert source.wait(0.1, lambda: False) is True
        assert pop.meddler.seen[-1] == b"QUIT\r\n"
        assert len(source.list()) == 3


def test_survey_takes_dates_from_the_first_and_the_last(dovecot: Dovecot, pop_meddler: Meddler) -> None:
    account = Account(dovecot, pop_meddler, f"dated-{pop_meddler.port}")
    for date in (b"Mon, 02 Mar 2026 10:00:00 +0100", b"nonsense", b"Tue, 03 Mar 2026 10:00:00 +0000"):
        account.maildir.deliver(DATED % date)
    with account.source as source:
        survey = source.survey()
    assert (survey.count, survey.unread) == (3, 3)
    assert survey.oldest == datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
    assert survey.newest == datetime.datetime(2026, 3, 3, 10, tzinfo=datetime.UTC)


def test_one_refused_message_does_not_hold_up_the_others(pop: Account) -> None:
    pop.meddler.answer(rb"^RETR 2", b"-ERR [SYS/PERM] cannot read this one\r\n")
    found: list[bytes] = []
    with pop.source as source:
        keys = [one.key for one in source.list()]
        with pytest.raises(Refused) as caught:
            found.extend(one.content for one in source.fetch(keys, 10_000))
    assert found == [mail("one"), mail("three")]
    assert caught.value.code == "message-unreadable"
    assert caught.value.server_text == f"{keys[1]}: -ERR [SYS/PERM] cannot read this one"


def test_server_without_uidl_is_refused(pop: Account) -> None:
    pop.meddler.answer(rb"^UIDL", b"-ERR unknown command\r\n")
    with pytest.raises(Refused) as caught, pop.source:
        pass
    assert (caught.value.code, caught.value.retry) == ("uidl-missing", Retry.NEVER)


@pytest.mark.parametrize(
    ("words", "kind", "code"),
    [
        ("-ERR [IN-USE] Mailbox is locked", Refused, "mailbox-busy"),
        ("-ERR [LOGIN-DELAY] minimum time between mail checks", DriverError, "throttled"),
        ("-ERR [SYS/TEMP] try again", Refused, "server-busy"),
        ("-ERR [AUTH] Application-specific password required", DriverError, "app-password-needed"),
    ],
)
def test_words_of_a_refusal_are_understood(pop: Account, words: str, kind: type[DriverError], code: str) -> None:
    pop.meddler.answer(rb"^PASS", f"{words}\r\n".encode())
    with pytest.raises(kind) as caught, pop.source:
        pass
    assert (caught.value.code, caught.value.server_text, caught.value.step) == (code, words, "sign-in")


def test_key_that_was_never_there_is_passed_over(pop: Account) -> None:
    with pop.source as source:
        assert list(source.fetch(["no-such-uidl"], 1000)) == []
