"""Mailboxes that the app opens in its own name, against the practice tenant whose administrator runs our script."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from postroom.channels import probe as job
from postroom.channels.converting.former import change_way
from postroom.channels.kinds.microsoft365.config import Way, Ways, use_app, use_fence, use_grant
from postroom.channels.kinds.microsoft365.opening import open_sink, open_source
from postroom.channels.kinds.microsoft365.task import administrators_task, quoted
from postroom.channels.notices_ahead import ahead_of, look_ahead
from postroom.channels.oauth.access import Access
from postroom.channels.oauth.apps import delete_app, prove_by_certificate
from postroom.channels.oauth.refusals import AppInUse
from postroom.channels.probing import probe_channel
from postroom.channels.sentences.app_roles import LACKING
from postroom.drivers import codes
from postroom.drivers.errors import DriverError, Retry
from postroom.intake.poll import poll
from postroom.models import Channel, ChannelHealth, EmailAddress, Group, Inbound, OAuthApp, Probe, Purpose
from postroom.practice import PracticeTenant
from tests.practice.mails import BRANDT, INFO, JONAS, SUPPORT, mail
from tests.servers.practice import make_app, make_grant

pytestmark = pytest.mark.django_db(transaction=True)

GRAPH_ONLY = Ways(Way.GRAPH, Way.GRAPH)
MAIL_ONLY = Ways(Way.IMAP, Way.SMTP)


def allow(practice: PracticeTenant, app: OAuthApp, mailbox: str, ways: Ways) -> None:
    """Do what the page asks of an administrator."""
    Access(app).token(ways.resources[0])
    task = administrators_task(app, mailbox, ways)
    assert task.knows_principal
    if task.needs_consent:
        practice.control.consent_for_everyone()
    practice.control.in_exchange_shell(task.script)


def make_channel(app: OAuthApp, mailbox: str, ways: Ways, fence: str = "") -> Channel:
    channel = Channel(kind="microsoft365", name=mailbox, group=Group.objects.create(name="Desk"), active=True)
    use_app(channel, app, mailbox, ways)
    use_fence(channel, fence)
    channel.save()
    EmailAddress.objects.create(email=mailbox, channel=channel)
    return channel


def visited(channel: Channel) -> Probe:
    poll(channel.pk)
    probe = probe_channel(channel, Purpose.DOCTOR)
    job.run(probe.pk)
    return Probe.objects.get(pk=probe.pk)


def fence_lines(probe: Probe) -> list[tuple[str, str, str]]:
    return list(probe.lines.filter(step="fence").values_list("detail", "state", "code"))


@pytest.mark.parametrize(
    ("ways", "certificate"), [(GRAPH_ONLY, True), (MAIL_ONLY, False), (Ways(Way.GRAPH, Way.SMTP), False)]
)
def test_app_reads_and_sends_for_a_shared_mailbox_and_no_other(
    practice: PracticeTenant, ways: Ways, certificate: bool
) -> None:
    app = make_app(practice)
    if certificate:
        app = prove_by_certificate(app)
        practice.control.change_app(certificates=[app.certificate], secrets=[])
    allow(practice, app, INFO, ways)
    channel = make_channel(app, INFO, ways, fence=SUPPORT)
    practice.control.put(INFO, mail("An alle"))

    probe = visited(channel)

    assert list(probe.lines.exclude(state="ok").values_list("step", "code")) == []
    assert [line[1:] for line in fence_lines(probe)] == [("ok", ""), ("ok", "")]
    assert Inbound.objects.get().channel == channel
    with open_sink(channel, None) as sink:
        sink.send(mail("Antwort", sender=INFO), INFO, [BRANDT])
    assert len(practice.control.held(BRANDT)) == 1
    assert len(practice.control.held(INFO, "sentitems")) == 1


@pytest.mark.parametrize(
    ("ways", "reading", "sending"),
    [
        (GRAPH_ONLY, codes.GRAPH_APP_MAY_NOT_READ, codes.GRAPH_APP_MAY_NOT_SEND),
        (MAIL_ONLY, LACKING["IMAP.AccessAsApp"], LACKING["SMTP.SendAsApp"]),
    ],
    ids=["graph", "mail"],
)
def test_app_that_was_not_allowed_is_told_by_the_name_of_what_it_lacks(
    practice: PracticeTenant, ways: Ways, reading: str, sending: str
) -> None:
    channel = make_channel(make_app(practice), SUPPORT, ways)

    with pytest.raises(DriverError) as refused, open_source(channel, "", None):
        pass
    assert (refused.value.code, refused.value.retry) == (reading, Retry.NEVER)
    with pytest.raises(DriverError) as refused, open_sink(channel, None) as sink:
        sink.send(mail("Antwort", sender=SUPPORT), SUPPORT, [BRANDT])
    assert refused.value.code == sending

    lines = visited(channel).lines.filter(state="failed")
    assert dict(lines.values_list("direction", "code")) == {
        "in": reading, "out": sending,
    }  # fmt: skip
    assert reading in {row.code for row in ChannelHealth.objects.all()}


def test_app_that_may_read_and_not_send_is_told_which_role_it_lacks(practice: PracticeTenant) -> None:
    app = make_app(practice)
    allow(practice, app, INFO, Ways(Way.GRAPH, Way.SMTP))
    channel = make_channel(app, INFO, GRAPH_ONLY)

    failed = visited(channel).lines.filter(state="failed")

    assert list(failed.values_list("direction", "code")) == [("out", codes.GRAPH_APP_MAY_NOT_SEND)]


def test_permission_that_was_consented_to_since_the_last_token_counts_at_once(practice: PracticeTenant) -> None:
    app = make_app(practice)
    channel = make_channel(app, INFO, MAIL_ONLY)
    poll(channel.pk)
    allow(practice, app, INFO, MAIL_ONLY)
    practice.control.put(INFO, mail("An alle"))

    assert poll(channel.pk) == 1


def test_fence_that_is_open_by_graph_is_told(practice: PracticeTenant) -> None:
    app = make_app(practice)
    allow(practice, app, INFO, GRAPH_ONLY)
    # The trap: a consent in Entra ID adds to the scope in Exchange instead of being narrowed by it.
    practice.control.app_token("https://graph.microsoft.com/.default")
    channel = make_channel(app, INFO, GRAPH_ONLY, fence=SUPPORT)

    assert [line[1:] for line in fence_lines(visited(channel))] == [("warning", "fence-open"), ("ok", "")]


def test_fence_that_is_open_by_imap_is_told_until_it_is_closed(practice: PracticeTenant) -> None:
    app = make_app(practice)
    allow(practice, app, INFO, MAIL_ONLY)
    practice.control.change_mailbox(SUPPORT, app_access=[practice.client_id])
    channel = make_channel(app, INFO, MAIL_ONLY, fence=SUPPORT)

    assert [line[1:] for line in fence_lines(visited(channel))] == [("ok", ""), ("warning", "fence-open")]

    practice.control.change_mailbox(SUPPORT, app_access=[])
    assert [line[1] for line in fence_lines(visited(channel))] == ["ok", "ok"]


def test_fence_around_an_unknown_mailbox_says_nothing(practice: PracticeTenant) -> None:
    app = make_app(practice)
    allow(practice, app, INFO, GRAPH_ONLY)
    channel = make_channel(app, INFO, GRAPH_ONLY, fence="nobody@nordlicht.example")

    assert fence_lines(visited(channel))[0][1:] == ("warning", "fence-untested")


def test_doctor_names_the_roles_that_the_app_lacks(practice: PracticeTenant) -> None:
    practice.control.change_app(permissions=["exchange:IMAP.AccessAsApp"])
    app = make_app(practice)
    allow(practice, app, INFO, MAIL_ONLY)

    line = visited(make_channel(app, INFO, MAIL_ONLY)).lines.get(step="permissions")

    assert (line.code, line.server_text) == ("permission-missing", "SMTP.SendAsApp")
    assert line.facts["scope"] == "IMAP.AccessAsApp"


def test_end_of_the_secret_is_told_of_a_channel_without_a_person(practice: PracticeTenant) -> None:
    app = make_app(practice, expires_on=timezone.localdate() + datetime.timedelta(days=5))
    channel = make_channel(app, INFO, GRAPH_ONLY)

    look_ahead()

    assert [notice.code for notice in ahead_of(channel)] == ["app-ends"]
    with pytest.raises(AppInUse):
        delete_app(app)


def test_from_delegate_to_app_and_back_nothing_is_imported_twice(practice: PracticeTenant) -> None:
    app = make_app(practice)
    grant = make_grant(practice, app, JONAS, ["graph"])
    allow(practice, app, INFO, MAIL_ONLY)
    channel = make_channel(app, INFO, GRAPH_ONLY)
    channel.after_import = "mark_read"
    practice.control.put(INFO, mail("Schon da"))

    for number, turn in enumerate(("grant", "app", "grant")):
        now = Channel(kind=channel.kind)
        if turn == "app":
            use_app(now, app, INFO, MAIL_ONLY)
        else:
            use_grant(now, grant, INFO, GRAPH_ONLY)
        change_way(channel, now)
        channel.inbound, channel.outbound = now.inbound, now.outbound
        channel.save()
        practice.control.put(INFO, mail(f"Neu {number}"))
        poll(channel.pk)

    assert Inbound.objects.count() == 4


@pytest.mark.parametrize(
    ("text", "string"),
    [("info@x.example", "'info@x.example'"), ("o'b$(x)`@x.example", "'o''b$(x)`@x.example'"), ("a’b", "'a’’b'")],
)
def test_addresses_in_the_script_are_never_expanded(text: str, string: str) -> None:
    assert quoted(text) == string
