"""Probes against real servers."""

from __future__ import annotations

import pytest

from postroom.channels import probe as job
from postroom.channels.probe_log import ProbeLog
from postroom.channels.probing import has_passed, probe_channel, probe_draft
from postroom.channels.round_trip import Arrival, send_test_mail
from postroom.channels.verify_mail import VerifyMail
from postroom.drivers import codes
from postroom.drivers.errors import NotFound
from postroom.models import Blob, Channel, ChannelHealth, Direction, HealthState, Inbound, Probe, ProbeState, Purpose
from tests.channels.mailboxes import Mailbox
from tests.servers.running import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.dovecot]


def _run(probe: Probe) -> Probe:
    job.run(probe.pk)
    return Probe.objects.get(pk=probe.pk)


def _lines(probe: Probe) -> list[tuple[str, str, str, str]]:
    return [(line.direction, line.step, line.state, line.code) for line in probe.lines.all()]


def test_connect_tries_both_directions_step_by_step(mailbox: Mailbox) -> None:
    mailbox.dovecot.mailbox(mailbox.user).make_folder("Anfragen/Tech-Größe")
    draft = mailbox.draft()

    probe = _run(probe_draft(draft, Purpose.CONNECT))

    assert probe.state == ProbeState.PASSED
    assert _lines(probe) == [
        ("in", "resolve", "ok", ""),
        ("in", "connect", "ok", ""),
        ("in", "greeting", "ok", ""),
        ("in", "sign-in", "ok", ""),
        ("in", "folder", "ok", ""),
        ("in", "folders", "ok", ""),
        ("out", "resolve", "ok", ""),
        ("out", "connect", "ok", ""),
        ("out", "greeting", "ok", ""),
        ("out", "hello", "ok", ""),
        ("out", "sign-in", "ok", ""),
    ]
    draft.refresh_from_db()
    assert draft.folders == ["Anfragen.Tech-Größe", "INBOX", "Junk"]
    assert has_passed(draft, Purpose.CONNECT)


def test_connect_with_wrong_password_says_so_and_still_tries_sending(mailbox: Mailbox) -> None:
    draft = mailbox.draft(inbound_secret="wrong")

    probe = _run(probe_draft(draft, Purpose.CONNECT))

    assert probe.state == ProbeState.FAILED
    assert _lines(probe)[3] == ("in", "sign-in", "failed", codes.SIGN_IN_REFUSED)
    assert _lines(probe)[-1] == ("out", "sign-in", "ok", "")
    assert "wrong" not in "".join(line.server_text + line.detail for line in probe.lines.all())


def test_pass_of_other_settings_does_not_count(mailbox: Mailbox) -> None:
    draft = mailbox.draft()
    _run(probe_draft(draft, Purpose.CONNECT))
    draft.outbound = mailbox.outbound(port=1)

    assert not has_passed(draft, Purpose.CONNECT)


def test_survey_counts_what_lies_in_a_nested_folder(mailbox: Mailbox) -> None:
    maildir = mailbox.dovecot.mailbox(mailbox.user)
    maildir.deliver(b"Subject: one\r\n\r\n", "Anfragen/Tech-Größe", received=1_600_000_000)
    maildir.deliver(b"Subject: two\r\n\r\n", "Anfragen/Tech-Größe", received=1_700_000_000)
    draft = mailbox.draft(folder="Anfragen/Tech-Größe")

    probe = _run(probe_draft(draft, Purpose.SURVEY))

    assert probe.state == ProbeState.PASSED
    draft.refresh_from_db()
    assert draft.survey == {
        "folder": "Anfragen/Tech-Größe",
        "count": 2,
        "unread": 2,
        "oldest": "2020-09-13T12:26:40+00:00",
        "newest": "2023-11-14T22:13:20+00:00",
    }


def test_survey_of_a_missing_folder_says_so(mailbox: Mailbox) -> None:
    probe = _run(probe_draft(mailbox.draft(folder="Nirgends"), Purpose.SURVEY))

    assert probe.state == ProbeState.FAILED
    assert _lines(probe)[-1] == ("in", "folder", "failed", codes.FOLDER_MISSING)


def test_round_trip_finds_and_deletes_the_test_mail_and_saves_the_channel(mailbox: Mailbox) -> None:
    mailbox.dovecot.deliver(mailbox.user, b"Subject: was here before\r\n\r\n")
    draft = mailbox.draft()

    probe = _run(probe_draft(draft, Purpose.ROUND_TRIP))

    assert probe.state == ProbeState.PASSED
    assert mailbox.dovecot.messages(mailbox.user) == [b"Subject: was here before\r\n\r\n"]
    assert [taken.recipients for taken in mailbox.server.taken] == [(mailbox.address,)]
    channel = Channel.objects.get()
    assert (channel.active, channel.name, channel.inbound) == (True, mailbox.address, mailbox.inbound())
    assert [address.email for address in channel.addresses.all()] == [mailbox.address]
    assert channel.group.email_address == channel.addresses.get()
    states = ChannelHealth.objects.filter(channel=channel).values_list("direction", "state").order_by("direction")
    assert list(states) == [(Direction.IN, HealthState.OK), (Direction.OUT, HealthState.OK)]
    draft.refresh_from_db()
    assert not draft.inbound_secret
    assert channel.inbound_secret.reveal() == "correct-horse"


def test_round_trip_refused_sender_saves_nothing(mailbox: Mailbox) -> None:
    mailbox.server.at_mail = ["550 5.7.60 SMTP; Client does not have permissions to send as this sender"]

    probe = _run(probe_draft(mailbox.draft(), Purpose.ROUND_TRIP))

    assert probe.state == ProbeState.FAILED
    assert _lines(probe)[-1] == ("out", "sender", "failed", codes.SEND_AS_DENIED)
    assert Channel.objects.count() == 0


def _sent(mailbox: Mailbox, probe: Probe) -> Arrival:
    assert probe.draft is not None
    log = ProbeLog(probe)
    mail = VerifyMail.of(probe.pk, mailbox.address)
    arrival = Arrival(probe.draft, [mail], log)
    arrival.remember()
    send_test_mail(probe.draft, mail, log)
    return arrival


def test_test_mail_that_the_poll_took_first_counts_as_arrived(mailbox: Mailbox) -> None:
    channel = mailbox.channel()
    mailbox.arrives_in = ""
    probe = probe_channel(channel, Purpose.CHECK)
    log = ProbeLog(probe)
    mail = VerifyMail.of(probe.pk, mailbox.address)
    [digest] = Blob.objects.keep([mail.compose()])
    Inbound.objects.create(channel=channel, digest=digest, raw_id=digest, size=1, message_id=mail.message_id)

    Arrival(channel, [mail], log).wait(seconds=0.5)

    assert _lines(probe) == [("", "arrival", "ok", "")]


def test_test_mail_arriving_in_junk_warns_and_is_deleted(mailbox: Mailbox) -> None:
    mailbox.arrives_in = "Junk"
    probe = probe_draft(mailbox.draft(), Purpose.ROUND_TRIP)

    arrival = _sent(mailbox, probe)
    eventually(lambda: len(mailbox.dovecot.messages(mailbox.user, "Junk")) == 1)
    arrival.wait(seconds=0.5)

    assert _lines(probe)[-2:] == [("in", "settle", "ok", ""), ("", "arrival", "warning", "test-mail-in-junk")]
    assert mailbox.dovecot.messages(mailbox.user, "Junk") == []


def test_test_mail_that_never_arrives_is_missed(mailbox: Mailbox) -> None:
    mailbox.arrives_in = ""
    probe = probe_draft(mailbox.draft(), Purpose.ROUND_TRIP)

    arrival = _sent(mailbox, probe)
    with pytest.raises(NotFound) as raised:
        arrival.wait(seconds=0.5)

    assert raised.value.code == "test-mail-missing"


def test_round_trip_into_another_folder_than_is_read_says_so(mailbox: Mailbox) -> None:
    mailbox.dovecot.mailbox(mailbox.user).make_folder("Anfragen")

    probe = _run(probe_draft(mailbox.draft(folder="Anfragen"), Purpose.ROUND_TRIP))

    assert probe.state == ProbeState.PASSED
    assert _lines(probe)[-1] == ("", "arrival", "warning", "test-mail-in-inbox")


def test_round_trip_by_pop3(mailbox: Mailbox) -> None:
    draft = mailbox.draft(inbound=mailbox.inbound(protocol="pop3", port=mailbox.dovecot.pop3))

    assert _run(probe_draft(draft, Purpose.ROUND_TRIP)).state == ProbeState.PASSED
    assert mailbox.dovecot.messages(mailbox.user) == []


def test_check_records_the_health_of_both_directions(mailbox: Mailbox) -> None:
    channel = mailbox.channel()
    mailbox.server.at_auth = ["535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled"]

    probe = _run(probe_channel(channel, Purpose.CHECK))

    assert probe.state == ProbeState.FAILED
    rows = {row.direction: (row.state, row.code) for row in channel.health.all()}
    assert rows == {"in": ("ok", ""), "out": ("failing", codes.SMTP_AUTH_DISABLED)}


def test_enable_activates_only_what_works(mailbox: Mailbox) -> None:
    channel = mailbox.channel(active=False)
    mailbox.server.at_auth = ["535 5.7.8 no"]
    _run(probe_channel(channel, Purpose.ENABLE))
    channel.refresh_from_db()
    assert not channel.active

    _run(probe_channel(channel, Purpose.ENABLE))
    channel.refresh_from_db()
    assert channel.active


def test_probe_under_way_is_not_started_twice(mailbox: Mailbox) -> None:
    draft = mailbox.draft()

    assert probe_draft(draft, Purpose.CONNECT) == probe_draft(draft, Purpose.CONNECT)


def test_second_channel_to_the_same_folder_is_not_saved(mailbox: Mailbox) -> None:
    channel = mailbox.channel()

    probe = _run(probe_draft(mailbox.draft(), Purpose.ROUND_TRIP))

    assert probe.state == ProbeState.FAILED
    assert _lines(probe)[-1] == ("", "save", "failed", "already-connected")
    assert list(Channel.objects.all()) == [channel]
