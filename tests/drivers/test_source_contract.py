"""What every Source does, whatever is behind it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from postroom.drivers import codes
from postroom.drivers.base import AfterImport, Source
from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import Password
from postroom.drivers.errors import SignInRefused, Unreachable
from postroom.drivers.graph import GraphSettings, GraphSource
from postroom.drivers.imap import ImapSource
from postroom.drivers.pop3 import Pop3Source
from postroom.practice import PracticeTenant
from tests.drivers.graph.mailboxes import PracticeMailbox, new_mailbox
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.maildir import Maildir

pytestmark = pytest.mark.dovecot

_users = itertools.count()

PLAIN = b"Date: Mon, 02 Mar 2026 10:00:00 +0100\r\nSubject: plain\r\n\r\nHello\r\n"
ODD = b"Date: Tue, 03 Mar 2026 10:00:00 +0100\r\nSubject: odd\r\n\r\n.dot\r\n..dots\r\nnul-free \xff\xfe bytes\r\n"
LARGE = b"Date: Wed, 04 Mar 2026 10:00:00 +0100\r\nSubject: large\r\n\r\nfirst words\r\n" + b"x" * 70 * 1000
LONG_LINE = b"Subject: long line\r\n\r\n" + b"<p>" * 50_000 + b"\r\n"

NO_LIMIT = 50_000_000


@dataclass(frozen=True, slots=True)
class Case:
    """A source on a mailbox of its own; `unable` and `lost` cannot get in."""

    source: Source
    unable: Source
    lost: Source
    maildir: Maildir | PracticeMailbox
    refusal: str = codes.SIGN_IN_REFUSED


@pytest.fixture(params=["imap", "imaps", "imap-starttls", "pop3", "pop3s", "graph"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "graph":
        return _graph(request.getfixturevalue("practice"))
    return _dovecot(request.param, request.getfixturevalue("dovecot"))


def _graph(practice: PracticeTenant) -> Case:
    practice.control.mend()
    mailbox = new_mailbox(practice)
    nowhere = GraphSettings(mailbox.address, base_url="http://127.0.0.1:1/v1.0")
    return Case(
        mailbox.source(),
        GraphSource(mailbox.settings(), lambda fresh: "wrong"),
        GraphSource(nowhere, mailbox.token),
        mailbox,
        codes.BEARER_REFUSED,
    )


def _dovecot(kind: str, dovecot: Dovecot) -> Case:
    make: Callable[[ConnectionSettings, Password], Source]
    make, port, security = {
        "imap": (ImapSource, dovecot.imap, Security.NONE),
        "imaps": (ImapSource, dovecot.imaps, Security.TLS),
        "imap-starttls": (ImapSource, dovecot.imap, Security.STARTTLS),
        "pop3": (Pop3Source, dovecot.pop3, Security.STARTTLS),
        "pop3s": (Pop3Source, dovecot.pop3s, Security.TLS),
    }[kind]
    user = f"contract{next(_users)}"
    settings = ConnectionSettings("127.0.0.1", port, security, verify_certificate=False, timeout=10)
    nowhere = ConnectionSettings("127.0.0.1", 1, security)
    return Case(
        make(settings, Password(user, PASSWORD)),
        make(settings, Password(user, "wrong")),
        make(nowhere, Password(user, PASSWORD)),
        dovecot.mailbox(user),
    )


@pytest.fixture
def filled(case: Case) -> Iterator[Case]:
    for content in (PLAIN, ODD, LONG_LINE):
        case.maildir.deliver(content)
    with case.source:
        yield case


def test_empty_mailbox_lists_nothing(case: Case) -> None:
    with case.source as source:
        survey = source.survey()
        assert (survey.count, survey.unread, survey.oldest, survey.newest) == (0, 0, None, None)
        assert list(source.list()) == []


def test_survey_counts_without_changing_anything(filled: Case) -> None:
    survey = filled.source.survey()
    assert (survey.count, survey.unread) == (3, 3)
    assert survey.oldest is None or survey.oldest.tzinfo is not None
    assert filled.maildir.messages() == [PLAIN, ODD, LONG_LINE]


def test_list_gives_every_message_in_order_with_distinct_keys(filled: Case) -> None:
    listed = filled.source.list()
    assert [one.size for one in listed] == [len(PLAIN), len(ODD), len(LONG_LINE)]
    assert len({one.key for one in listed}) == 3
    assert [one.seen for one in listed] == [False, False, False]


def test_list_again_finds_what_came_meanwhile(filled: Case) -> None:
    before = [one.key for one in filled.source.list()]
    filled.maildir.deliver(b"Subject: late\r\n\r\nlate\r\n")
    after = [one.key for one in filled.source.list()]
    assert after[:3] == before
    assert len(after) == 4


def test_fetch_gives_bytes_unchanged_in_the_order_asked(filled: Case) -> None:
    keys = [one.key for one in filled.source.list()]
    mails = list(filled.source.fetch([keys[2], keys[0], keys[1]], NO_LIMIT))
    assert [mail.content for mail in mails] == [LONG_LINE, PLAIN, ODD]
    assert [mail.key for mail in mails] == [keys[2], keys[0], keys[1]]
    assert [mail.complete for mail in mails] == [True, True, True]


def test_fetch_marks_nothing_read(filled: Case) -> None:
    keys = [one.key for one in filled.source.list()]
    assert len(list(filled.source.fetch(keys, NO_LIMIT))) == 3
    assert ["S" in flags for flags in filled.maildir.flags()] == [False, False, False]
    assert filled.source.survey().unread == 3


def test_fetch_over_the_limit_gives_headers_and_first_text(case: Case) -> None:
    case.maildir.deliver(LARGE)
    with case.source as source:
        [listed] = source.list()
        [mail] = source.fetch([listed.key], 20_000)
    assert mail.complete is False
    assert mail.size == len(LARGE)
    assert mail.content.startswith(LARGE[:100])
    assert len(mail.content) < 30_000


def test_fetch_passes_over_a_vanished_key(filled: Case) -> None:
    keys = [one.key for one in filled.source.list()]
    filled.source.settle([keys[0]], AfterImport.DELETE)
    mails = list(filled.source.fetch(keys, NO_LIMIT))
    assert [mail.content for mail in mails] == [ODD, LONG_LINE]


def test_settle_delete_removes_only_what_was_named(filled: Case) -> None:
    keys = [one.key for one in filled.source.list()]
    settled = filled.source.settle(keys[:2], AfterImport.DELETE)
    assert settled.done == tuple(keys[:2])
    assert settled.warnings == ()
    assert filled.maildir.messages() == [LONG_LINE]


def test_what_was_deleted_is_not_left_over(filled: Case) -> None:
    keys = [one.key for one in filled.source.list()]
    filled.source.settle(keys[:2], AfterImport.DELETE)
    assert [one.key for one in filled.source.list()] == keys[2:]
    assert list(filled.source.leftovers()) == []


def test_settle_again_is_harmless(filled: Case) -> None:
    keys = [one.key for one in filled.source.list()]
    filled.source.settle(keys[:1], AfterImport.DELETE)
    assert filled.source.settle(keys[:1], AfterImport.DELETE).done == tuple(keys[:1])
    assert filled.maildir.messages() == [ODD, LONG_LINE]


def test_keys_stay_the_same_in_a_new_connection(case: Case) -> None:
    case.maildir.deliver(PLAIN)
    with case.source as source:
        first = [one.key for one in source.list()]
    with case.source as source:
        assert [one.key for one in source.list()] == first


def test_folders_hold_the_inbox(filled: Case) -> None:
    assert "INBOX" in [folder.path for folder in filled.source.folders()]


def test_wait_ends_when_asked_to_stop(filled: Case) -> None:
    assert filled.source.wait(30, lambda: True) is False


def test_wrong_password_is_refused(case: Case) -> None:
    with pytest.raises(SignInRefused) as caught, case.unable:
        pass
    assert (caught.value.code, caught.value.step) == (case.refusal, "sign-in")
    assert "wrong" not in caught.value.server_text


def test_nothing_listening_is_unreachable(case: Case) -> None:
    with pytest.raises(Unreachable) as caught, case.lost:
        pass
    assert (caught.value.code, caught.value.step) == ("connection-refused", "connect")
