"""The doctor against real servers: what it finds where all is well, and what where it is not."""

from __future__ import annotations

import datetime
import time

import pytest
from django.utils import timezone
from imapclient import IMAPClient

from postroom.channels import probe as job
from postroom.channels.doctor.clock import tell_clock
from postroom.channels.doctor.report import result_of, support_text
from postroom.channels.probe_log import ProbeLog
from postroom.channels.probing import probe_channel
from postroom.drivers import codes
from postroom.drivers.base import Step
from postroom.intake.poll import poll
from postroom.models import AfterImport, Channel, Direction, EmailAddress, Probe, ProbeLine, Purpose
from tests.channels.mailboxes import Mailbox
from tests.servers.dovecot import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.dovecot]

MAIL = b"From: anna@kunde.example\r\nSubject: Anfrage %d\r\n\r\nGuten Tag\r\n"


def visited(channel: Channel) -> Probe:
    """Return the doctor's finished probe of the channel."""
    probe = probe_channel(channel, Purpose.DOCTOR)
    job.run(probe.pk)
    return Probe.objects.get(pk=probe.pk)


def worries(probe: Probe) -> list[tuple[str, str, str]]:
    """Return what was not simply well."""
    return [(line.step, line.code, line.detail) for line in probe.lines.exclude(state="ok")]


def line(probe: Probe, step: str) -> ProbeLine:
    """Return the one line of a step."""
    return probe.lines.get(step=step)


def test_channel_in_order_is_seen_from_end_to_end(mailbox: Mailbox) -> None:
    channel = mailbox.channel()
    alias = EmailAddress.objects.create(email="alias@firma.example", channel=channel)
    mailbox.dovecot.deliver(mailbox.user, MAIL % 1)
    poll(channel.pk)

    probe = visited(channel)

    assert (worries(probe), probe.state) == ([], "passed")
    assert [taken.recipients for taken in mailbox.server.taken] == [(alias.email,), (mailbox.address,)]
    assert mailbox.dovecot.messages(mailbox.user) == []
    assert sorted(found.facts["address"] for found in probe.lines.filter(step="arrival")) == [
        alias.email,
        mailbox.address,
    ]
    assert [found.step for found in probe.lines.filter(direction="in")] == [
        "resolve", "connect", "greeting", "sign-in", "folder", "folders", "survey", "settle", "settle",
        "throttling", "last-fetch",
    ]  # fmt: skip
    assert line(probe, "ledger").facts == {
        "server": 0, "known": 0, "unknown": 0, "leftovers": 0,
        "processed": 0, "stored": 1, "quarantined": 0, "discarded": 0,
    }  # fmt: skip


def test_channel_that_fetches_nothing_is_told_where_mail_arrives_and_what_is_not_known(mailbox: Mailbox) -> None:
    maildir = mailbox.dovecot.mailbox(mailbox.user)
    for folder in ("Anfragen", "INBOX", "Junk", "Sent"):
        maildir.deliver(MAIL % 1, folder, received=time.time() - 3600)
    maildir.deliver(MAIL % 2, "Alt", received=1_600_000_000)
    channel = mailbox.channel(folder="Anfragen")
    channel.ledger.all().delete()

    probe = visited(channel)

    assert (probe.state, worries(probe)) == (
        "passed",
        [
            ("unknown", "unknown-on-server", ""),
            ("arrival", "test-mail-in-inbox", ""),
            ("elsewhere", "mail-elsewhere", "INBOX"),
            ("elsewhere", "mail-in-junk", "Junk"),
            ("last-fetch", "fetch-late", ""),
        ],
    )
    assert line(probe, "unknown").facts["subject"] == "Anfrage 1"
    assert (line(probe, "ledger").facts["server"], line(probe, "ledger").facts["unknown"]) == (1, 1)
    assert "Anfrage 1" not in support_text(channel, probe)
    assert maildir.messages("Anfragen") == [MAIL % 1]


def test_address_that_may_not_send_is_named_and_the_others_are_tried(mailbox: Mailbox) -> None:
    channel = mailbox.channel()
    EmailAddress.objects.create(email="alias@firma.example", channel=channel)
    mailbox.server.at_mail = ["550 5.7.60 SMTP; Client does not have permissions to send as this sender"]
    poll(channel.pk)

    probe = visited(channel)

    assert (probe.state, worries(probe)) == ("failed", [("sender", codes.SEND_AS_DENIED, "alias@firma.example")])
    assert line(probe, "arrival").facts == {"address": mailbox.address}
    assert channel.health.get(direction="out").code == codes.SEND_AS_DENIED


def test_wrong_password_does_not_keep_the_rest_from_being_looked_at(mailbox: Mailbox) -> None:
    channel = mailbox.channel(inbound_secret="wrong")
    poll(channel.pk)

    probe = visited(channel)

    assert worries(probe)[0] == ("sign-in", codes.SIGN_IN_REFUSED, "")
    assert [sent.detail.partition(",")[0] for sent in probe.lines.filter(step="sent")] == [mailbox.address]
    assert "wrong" not in support_text(channel, probe)


def test_mail_that_is_only_marked_as_deleted_is_counted(mailbox: Mailbox) -> None:
    mailbox.dovecot.deliver(mailbox.user, MAIL % 1)
    channel = mailbox.channel(after_import=AfterImport.MARK_READ)
    poll(channel.pk)
    with IMAPClient("127.0.0.1", mailbox.dovecot.imap, ssl=False) as client:
        client.login(mailbox.user, PASSWORD)
        client.select_folder("INBOX")
        client.add_flags([1], [rb"\Deleted"])

    assert worries(visited(channel)) == []
    Channel.objects.update(after_import=AfterImport.DELETE)
    assert worries(visited(channel)) == [("leftovers", "left-on-server", "1")]


def test_server_that_is_away_is_named_once_whatever_the_number_of_addresses(mailbox: Mailbox) -> None:
    channel = mailbox.channel(outbound=mailbox.outbound(port=1))
    EmailAddress.objects.create(email="alias@firma.example", channel=channel)
    poll(channel.pk)

    assert worries(visited(channel)) == [("connect", codes.CONNECTION_REFUSED, "alias@firma.example")]


def test_channel_by_pop3_is_seen_without_folders(mailbox: Mailbox) -> None:
    channel = mailbox.channel(inbound=mailbox.inbound(protocol="pop3", port=mailbox.dovecot.pop3))
    mailbox.dovecot.deliver(mailbox.user, MAIL % 1)
    poll(channel.pk)

    probe = visited(channel)

    assert (worries(probe), probe.state) == ([], "passed")
    assert mailbox.dovecot.messages(mailbox.user) == []


@pytest.mark.parametrize(("days", "code"), [(9, "certificate-ends"), (11, "")])
def test_certificate_that_ends_soon_is_a_warning(mailbox: Mailbox, days: int, code: str) -> None:
    probe = probe_channel(mailbox.channel(), Purpose.DOCTOR)
    ends = timezone.now() + datetime.timedelta(days=days)
    facts = {"protocol": "TLSv1.3", "issuer": "R3", "valid_until": ends.isoformat()}

    ProbeLog(probe).listener(Direction.IN)(Step("tls", "mail.firma.example", 3.0, facts))

    assert line(probe, "tls").code == code
    assert result_of(line(probe, "tls")).startswith("mail.firma.example, TLSv1.3, certificate of R3, valid until ")


@pytest.mark.parametrize(("seconds", "code"), [(-61, "clock-wrong"), (59, "")])
def test_clock_that_is_a_minute_off_is_a_warning(mailbox: Mailbox, seconds: int, code: str) -> None:
    probe = probe_channel(mailbox.channel(), Purpose.DOCTOR)
    now = timezone.now()

    tell_clock(ProbeLog(probe), now + datetime.timedelta(seconds=seconds), now)

    assert (line(probe, "clock").code, f"{abs(seconds)} seconds apart" in result_of(line(probe, "clock"))) == (
        code,
        True,
    )
