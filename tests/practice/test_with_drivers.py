"""Postroom's own drivers against the practice tenant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from postroom.drivers import codes
from postroom.drivers.base import AfterImport
from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import BearerToken
from postroom.drivers.errors import DriverError, Refused, Retry, SignInRefused, Throttled, Uncertain, Unreachable
from postroom.drivers.imap import ImapSource
from postroom.drivers.smtp import SmtpSink
from postroom.practice import PracticeTenant
from tests.practice.browser import IMAP, SMTP
from tests.practice.mails import BRANDT, INFO, JONAS, SUPPORT, mail

MANY = 1_000_000


@pytest.fixture(autouse=True)
def trust(tenant: PracticeTenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSSL's own way to name the authorities to trust; the certificate is really checked."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tenant.authority_file))


def source(tenant: PracticeTenant, folder: str = "INBOX", user: str = SUPPORT, signed_in: str = SUPPORT) -> ImapSource:
    token = tenant.control.access_token(signed_in, IMAP)
    settings = ConnectionSettings("127.0.0.1", tenant.imap_port, Security.TLS, timeout=5)
    return ImapSource(settings, BearerToken(user, token), folder)


def sink(tenant: PracticeTenant, user: str = SUPPORT) -> SmtpSink:
    token = tenant.control.access_token(user, SMTP)
    settings = ConnectionSettings("127.0.0.1", tenant.smtp_port, Security.STARTTLS, timeout=5)
    return SmtpSink(settings, BearerToken(user, token))


def test_mails_are_listed_fetched_whole_and_left_unread(tenant: PracticeTenant) -> None:
    for subject in ("Eins", "Zwei"):
        tenant.control.put(SUPPORT, mail(subject))
    with source(tenant) as opened:
        keys = [one.key for one in opened.list()]
        contents = [one.content for one in opened.fetch(keys, MANY)]
    held = tenant.control.held(SUPPORT)
    assert contents == [one.content for one in held]
    assert [one.flags for one in held] == [frozenset(), frozenset()]


def test_folders_are_named_as_people_see_them(tenant: PracticeTenant) -> None:
    tenant.control.put(SUPPORT, mail(), folder="Anfragen/Tech-Support")
    with source(tenant, "Anfragen/Tech-Support") as opened:
        named = {one.path: one.special_use for one in opened.folders()}
        assert opened.survey().count == 1
    assert named == {
        "Anfragen": "", "Anfragen/Tech-Support": "", "Archiv": "Archive", "Entwürfe": "Drafts",
        "Gelöschte Elemente": "Trash", "Gesendete Elemente": "Sent", "INBOX": "", "Junk-E-Mail": "Junk",
        "Postausgang": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("after", "folder", "left", "flags", "moved"),
    [
        (AfterImport.DELETE, "", 1, frozenset(), []),
        (AfterImport.MARK_READ, "", 2, frozenset({r"\Seen"}), []),
        (AfterImport.MOVE, "Archiv", 1, frozenset(), ["Eins"]),
    ],
)
def test_settling_changes_only_the_mail_meant(
    tenant: PracticeTenant, after: AfterImport, folder: str, left: int, flags: frozenset[str], moved: list[str]
) -> None:
    for subject in ("Eins", "Zwei"):
        tenant.control.put(SUPPORT, mail(subject))
    with source(tenant) as opened:
        key = opened.list()[0].key
        settled = opened.settle([key], after, folder)
        assert (settled.done, settled.warnings) == ((key,), ())
    held = tenant.control.held(SUPPORT)
    assert (len(held), held[-1].flags) == (left, frozenset())
    assert held[0].flags == flags
    assert [one.subject for one in tenant.control.held(SUPPORT, "archive")] == moved


def test_expunge_that_fails_is_a_warning_and_works_later(tenant: PracticeTenant) -> None:
    tenant.control.put(SUPPORT, mail())
    tenant.control.break_("expunge", times=1)
    with source(tenant) as opened:
        key = opened.list()[0].key
        first = opened.settle([key], AfterImport.DELETE)
    assert any("SERVERBUG" in warning for warning in first.warnings)
    assert len(tenant.control.held(SUPPORT)) == 1
    with source(tenant) as opened:
        assert opened.settle([key], AfterImport.DELETE).warnings == ()
    assert tenant.control.held(SUPPORT) == []


def test_waiting_hears_of_a_new_mail(tenant: PracticeTenant) -> None:
    with source(tenant) as opened:
        assert opened.can_wait
        assert opened.wait(0.2, lambda: False) is False
        tenant.control.put(SUPPORT, mail("Neu"))
        assert opened.wait(10, lambda: False) is True
        assert len(opened.list()) == 1


def test_delegate_reads_the_shared_mailbox_and_nobody_else_does(tenant: PracticeTenant) -> None:
    tenant.control.put(INFO, mail())
    with source(tenant, user=INFO, signed_in=JONAS) as opened:
        assert opened.survey().count == 1
    with pytest.raises(Refused) as refused, source(tenant, user=INFO, signed_in=SUPPORT):
        pass
    assert refused.value.code == codes.MAILBOX_NOT_CONNECTED


def test_answer_is_sent_and_its_copy_kept(tenant: PracticeTenant) -> None:
    with sink(tenant) as opened:
        opened.send(mail("Antwort", sender=SUPPORT, to=BRANDT), SUPPORT, [BRANDT])
    assert [one.subject for one in tenant.control.held(BRANDT)] == ["Antwort"]
    assert [one.subject for one in tenant.control.held(SUPPORT, "sentitems")] == ["Antwort"]


def test_delegate_sends_as_the_shared_mailbox(tenant: PracticeTenant) -> None:
    with sink(tenant, JONAS) as opened:
        opened.send(mail("Von Info", sender=INFO, to=BRANDT), INFO, [BRANDT])
    assert [one.subject for one in tenant.control.held(BRANDT)] == ["Von Info"]
    assert [one.subject for one in tenant.control.held(JONAS, "sentitems")] == ["Von Info"]
    with sink(tenant) as opened, pytest.raises(Refused, match=r"5\.7\.60"):
        opened.send(mail(sender=INFO, to=BRANDT), INFO, [BRANDT])


@pytest.mark.parametrize(
    ("fault", "value", "raised", "retry"),
    [
        ("smtp-auth-off", "", SignInRefused, Retry.NEVER),
        ("throttle-smtp", "", Throttled, Retry.LATER),
        ("drop-after-data", "accepted", Uncertain, Retry.HUMAN),
        ("drop-after-data", "lost", Uncertain, Retry.HUMAN),
        ("away-smtp", "refuse", Unreachable, Retry.LATER),
        ("away-smtp", "close", DriverError, Retry.LATER),
    ],
)
def test_sending_into_a_fault_raises_the_right_error(
    tenant: PracticeTenant, fault: str, value: str, raised: type[DriverError], retry: Retry
) -> None:
    sending = sink(tenant)
    tenant.control.break_(fault, value=value)
    with pytest.raises(raised) as problem:
        send(sending)
    assert problem.value.retry is retry
    expected = 1 if value == "accepted" else 0
    assert len(tenant.control.held(BRANDT)) == expected
    tenant.control.mend()
    send(sink(tenant))
    assert len(tenant.control.held(BRANDT)) == expected + 1


def send(opening: SmtpSink) -> None:
    with opening as opened:
        opened.send(mail("Antwort", sender=SUPPORT, to=BRANDT), SUPPORT, [BRANDT])


@pytest.mark.parametrize(
    ("hurt", "raised"),
    [
        (lambda tenant: tenant.control.expire_access_tokens(), SignInRefused),
        (lambda tenant: tenant.control.break_("away-imap", value="refuse"), Unreachable),
        (lambda tenant: tenant.control.break_("away-imap", value="hang"), Unreachable),
        (lambda tenant: tenant.control.break_("drop-in-fetch"), Unreachable),
        (lambda tenant: tenant.control.break_("throttle-imap"), Throttled),
        (lambda tenant: tenant.control.change_mailbox(SUPPORT, imap_enabled=False), Refused),
    ],
)
def test_fetching_into_a_fault_raises_the_right_error(
    tenant: PracticeTenant, hurt: Callable[[PracticeTenant], object], raised: type[DriverError]
) -> None:
    tenant.control.put(SUPPORT, mail())
    opening = source(tenant)
    hurt(tenant)
    with pytest.raises(raised), opening as opened:
        list(opened.fetch([one.key for one in opened.list()], MANY))
    assert len(tenant.control.held(SUPPORT)) == 1
