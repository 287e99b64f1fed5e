"""The doctor on Microsoft 365 channels: app, tokens, clocks, copies."""

from __future__ import annotations

import pytest

from postroom.channels import probe as job
from postroom.channels.doctor.report import support_text
from postroom.channels.health import succeeded
from postroom.channels.kinds.microsoft365.config import Way, Ways
from postroom.channels.oauth.claims import audience_of
from postroom.channels.probing import probe_channel
from postroom.intake.poll import poll
from postroom.models import (
    Channel,
    Direction,
    EmailAddress,
    OAuthAccessToken,
    OAuthGrant,
    Probe,
    Purpose,
)
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import make_channel
from tests.practice.mails import INFO, JONAS, SUPPORT, mail
from tests.servers.practice import make_app, make_grant

pytestmark = pytest.mark.django_db(transaction=True)


def visited(channel: Channel) -> Probe:
    """Return the doctor's finished probe of the channel, which was fetched from just before."""
    poll(channel.pk)
    probe = probe_channel(channel, Purpose.DOCTOR)
    job.run(probe.pk)
    return Probe.objects.get(pk=probe.pk)


def worries(probe: Probe) -> list[tuple[str, str]]:
    """Return what was not simply well."""
    return list(probe.lines.exclude(state="ok").values_list("step", "code"))


@pytest.mark.parametrize(
    ("ways", "certificates"), [(Ways(Way.IMAP, Way.SMTP), ["in", "out"]), (Ways(Way.GRAPH, Way.GRAPH), [])]
)
def test_channel_in_order_shows_app_tokens_clock_and_copy(
    practice: PracticeTenant, ways: Ways, certificates: list[str]
) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT, ways.resources), ways=ways)

    probe = visited(channel)

    assert (worries(probe), probe.state) == ([], "passed")
    permissions = probe.lines.get(step="permissions").facts
    assert permissions["audience"].startswith("https://")
    assert "Mail" in permissions["scope"] or "IMAP" in permissions["scope"]
    assert {round(line.facts["seconds"]) for line in probe.lines.filter(step="clock")} <= set(range(-5, 6))
    ends = probe.lines.filter(step="tls", facts__has_key="valid_until")
    assert list(ends.values_list("direction", flat=True)) == certificates
    copy = probe.lines.get(step="copy")
    assert (copy.facts["found"], copy.detail) == (1, "Gesendete Elemente")
    assert practice.control.held(SUPPORT) == practice.control.held(SUPPORT, "sentitems") == []


def test_delegate_sends_as_the_shared_mailbox_and_the_copy_lies_with_the_delegate(practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), JONAS), INFO)

    probe = visited(channel)

    assert (worries(probe), probe.state) == ([], "passed")
    assert probe.lines.get(step="copy").facts["found"] == 0


ALIAS = "hilfe@nordlicht.example"
EVERY_LINE = {
    ("in", "resolve"), ("in", "connect"), ("in", "token"), ("in", "sign-in"), ("in", "folder"), ("in", "folders"),
    ("in", "survey"), ("in", "newest"), ("in", "throttling"), ("in", "last-fetch"),
    ("out", "resolve"), ("out", "connect"), ("out", "sent"), ("out", "copy"), ("out", "throttling"),
    ("", "app"), ("", "clock"), ("", "permissions"), ("", "arrival"), ("", "ledger"),
}  # fmt: skip
"""Name resolution, app, token, reading, folder, a real message found again, its copy, throttling, fetch, ledger."""
ENCRYPTED = {("in", "tls"), ("out", "tls")}


@pytest.mark.parametrize(
    ("ways", "more"),
    [(Ways(Way.IMAP, Way.SMTP), ENCRYPTED), (Ways(Way.GRAPH, Way.GRAPH), set())],
    ids=["mail", "graph"],
)
def test_doctor_tells_everything_there_is_to_know_of_a_channel(
    practice: PracticeTenant, ways: Ways, more: set[tuple[str, str]]
) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT, ways.resources), ways=ways)
    EmailAddress.objects.create(email=ALIAS, channel=channel)
    practice.control.put(SUPPORT, mail("Schon da"))
    poll(channel.pk)
    succeeded(channel, Direction.OUT)
    channel.after_import = "mark_read"
    channel.save()
    practice.control.put(SUPPORT, mail("Bleibt"))

    probe = visited(channel)

    told = {(line.direction, line.step) for line in probe.lines.all()}
    assert sorted((EVERY_LINE | more) - told) == []
    assert (worries(probe), probe.state) == ([], "passed")
    for address in (SUPPORT, ALIAS):
        assert probe.lines.filter(step="sent", detail__startswith=address).count() == 1
        assert probe.lines.filter(step="arrival", facts__address=address).count() == 1
    facts = probe.lines.get(step="ledger").facts
    numbers = {"server": 1, "known": 1, "unknown": 0, "leftovers": 0, "processed": 0, "stored": 2, "quarantined": 0}
    assert {name: facts[name] for name in numbers} == numbers
    assert probe.lines.filter(step="permissions", facts__audience="", facts__scope="").count() == 0


def test_expired_secret_is_named_and_no_secret_is_shown(practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT))
    token = OAuthAccessToken.objects.get().token.reveal()
    secrets = [token, OAuthGrant.objects.get().refresh_token.reveal(), practice.client_secret]
    practice.control.expire_secret()
    OAuthAccessToken.objects.all().delete()

    probe = visited(channel)

    assert worries(probe)[0] == ("app", "AADSTS7000222")
    assert probe.state == "failed"
    text = support_text(channel, probe)
    assert [secret for secret in secrets if secret and secret in text] == []


def test_permission_that_is_not_in_the_token_is_named(practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT))
    OAuthAccessToken.objects.update(scope="https://outlook.office.com/IMAP.AccessAsUser.All")

    probe = visited(channel)

    assert worries(probe) == [("permissions", "permission-missing")]
    assert probe.lines.get(step="permissions").server_text.endswith("/SMTP.Send")


@pytest.mark.parametrize("token", ["", "opaque", "a.b.c", "a.bnVsbA.c"])
def test_token_that_is_no_jwt_has_no_audience(token: str) -> None:
    assert audience_of(token) == ""
