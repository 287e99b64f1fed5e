"""The doctor at a Google channel: app, clock, token, labels, addresses, and what Gmail does without a word."""

from __future__ import annotations

import pytest

from postroom.channels.doctor.report import result_of
from postroom.channels.probe import run
from postroom.channels.probing import probe_channel
from postroom.channels.sentences.doctor import GRANT_ENDS
from postroom.channels.sentences.ours import SENDER_REPLACED
from postroom.models import EmailAddress, LineState, OAuthAccessToken, Probe, ProbeLine, Purpose
from postroom.practice import PracticeTenant
from tests.practice.mails import mail
from tests.servers.practice_google import SERVICE, make_app, make_channel, make_grant

pytestmark = pytest.mark.django_db(transaction=True)

SET_UP, NOT_SET_UP = "bestellung@fjordhandel.example", "post@fjordhandel.example"


def examine(google: PracticeTenant) -> Probe:
    channel = make_channel(make_grant(google, make_app(google), SERVICE), active=False)
    for address in (SET_UP, NOT_SET_UP):
        EmailAddress.objects.create(email=address, channel=channel)
    google.control.put(SERVICE, mail("Frage"))
    probe = probe_channel(channel, Purpose.DOCTOR)
    run(probe.pk)
    return Probe.objects.get(pk=probe.pk)


def test_everything_is_looked_at_and_a_replaced_sender_told(google: PracticeTenant) -> None:
    google.control.world.google.change_client(testing=True, test_users=[SERVICE])
    probe = examine(google)

    lines = list(ProbeLine.objects.filter(probe=probe))
    failed = [(line.step, line.code, line.server_text) for line in lines if line.state == LineState.FAILED]
    assert failed == []
    steps = {line.step for line in lines}
    assert {"app", "clock", "token", "sign-in", "folders", "newest", "ledger", "sent", "arrival", "copy"} <= steps
    warned = [(line.code, line.detail, line.server_text) for line in lines if line.state == LineState.WARNING]
    assert (SENDER_REPLACED, NOT_SET_UP, SERVICE) in warned
    assert [code for code, address, _ in warned if address == SET_UP] == []
    copy = next(line for line in lines if line.step == "copy")
    assert (copy.detail, copy.facts["found"]) == ("[Gmail]/Sent Mail", 3)
    permissions = next(line for line in lines if line.step == "permissions")
    assert "https://mail.google.com/" in permissions.facts["scope"]
    assert (permissions.code, "sign-in ends on" in result_of(permissions)) == (GRANT_ENDS, True)
    secret = OAuthAccessToken.objects.get().token.reveal()
    assert [line for line in lines if secret in f"{line.server_text} {line.detail} {line.facts}"] == []
    assert [one.subject for one in google.control.held(SERVICE)] == ["Frage"]


def test_wrong_secret_is_told_in_the_line_of_the_app(google: PracticeTenant) -> None:
    grant = make_grant(google, make_app(google), SERVICE)
    google.control.world.google.change_client(secret="GOCSPX-another")
    channel = make_channel(grant)
    probe = probe_channel(channel, Purpose.DOCTOR)

    run(probe.pk)

    line = ProbeLine.objects.get(probe=probe, step="app")
    assert (line.state, line.code) == (LineState.FAILED, "invalid_client")
