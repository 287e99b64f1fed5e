"""A Microsoft 365 channel by Graph against the practice tenant: fetching, sending, and what goes wrong there."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.exceptions import ConnectorException

from postroom.channels.kinds.microsoft365.config import Way, Ways
from postroom.channels.oauth.states import SignIn
from postroom.channels.probe import run
from postroom.channels.probing import probe_channel
from postroom.channels.registry import kind_of, open_sink
from postroom.channels.sentences import explain
from postroom.delivery.deliver import deliver
from postroom.drivers import codes
from postroom.intake.poll import poll
from postroom.models import (
    AfterImport,
    Channel,
    ChannelHealth,
    Direction,
    FolderMark,
    HealthState,
    Inbound,
    OAuthAccessToken,
    OAuthGrant,
    Outbound,
    OutboundState,
    Probe,
    ProbeState,
    Purpose,
    Sighting,
)
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import answer, health, make_channel
from tests.practice.mails import BRANDT, INFO, JONAS, SUPPORT, mail
from tests.servers.practice import finish, go, make_app, make_grant

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = ("graph", "mail")
HELLO = b"From: info@nordlicht.example\r\nSubject: Von Info\r\n\r\nTag\r\n"


@pytest.fixture
def support(practice: PracticeTenant) -> Channel:
    return make_channel(make_grant(practice, make_app(practice), SUPPORT, BOTH), ways=Ways())


def test_mail_is_fetched_and_answered_by_graph(practice: PracticeTenant, support: Channel) -> None:
    practice.control.put(SUPPORT, mail("Eins"))

    assert poll(support.pk) == 1
    outbound = answer(support)
    deliver(support.pk)

    outbound.refresh_from_db()
    assert (practice.control.held(SUPPORT), outbound.state) == ([], OutboundState.SENT)
    assert [one.subject for one in practice.control.held(SUPPORT, "deleteditems")] == ["Eins"]
    assert len(practice.control.held(BRANDT)) == len(practice.control.held(SUPPORT, "sentitems")) == 1
    assert health(support, Direction.IN) == health(support, Direction.OUT) == (HealthState.OK, "")


@pytest.mark.parametrize("ways", [Ways(Way.GRAPH, Way.GRAPH), Ways(Way.GRAPH, Way.SMTP)])
def test_delegate_reads_and_sends_for_a_shared_mailbox_by_graph(practice: PracticeTenant, ways: Ways) -> None:
    shared = make_channel(make_grant(practice, make_app(practice), JONAS, BOTH), INFO, ways)
    practice.control.put(INFO, mail("An alle"))
    practice.control.put(JONAS, mail("Privat"))

    assert poll(shared.pk) == 1
    with open_sink(shared) as sink:
        sink.send(HELLO, INFO, [BRANDT])

    assert [one.subject for one in practice.control.held(JONAS)] == ["Privat"]
    assert [one.subject for one in practice.control.held(BRANDT)] == ["Von Info"]
    kept_by = INFO if ways.send is Way.GRAPH else JONAS
    assert [one.subject for one in practice.control.held(kept_by, "sentitems")] == ["Von Info"]
    assert kind_of(shared).describe(shared, Direction.OUT).endswith(f"copies in Sent Items of {kept_by}")
    resources = set(OAuthAccessToken.objects.values_list("resource", flat=True))
    assert resources == {"graph", *ways.resources}


def test_check_goes_there_and_back_by_graph(practice: PracticeTenant, support: Channel) -> None:
    probe = probe_channel(support, Purpose.CHECK)

    run(probe.pk)

    probe = Probe.objects.get()
    steps = list(probe.lines.values_list("direction", "step"))
    assert probe.state == ProbeState.PASSED, list(probe.lines.values())
    assert [step for step in steps if step[0] == "in" and step[1] in {"token", "sign-in", "folder", "survey"}] == [
        ("in", "token"),
        ("in", "sign-in"),
        ("in", "folder"),
        ("in", "survey"),
    ]
    assert ("out", "data") in steps
    assert practice.control.held(SUPPORT) == []


def test_only_changes_are_asked_for_after_the_first_look(practice: PracticeTenant, support: Channel) -> None:
    Channel.objects.update(after_import=AfterImport.MARK_READ)
    practice.control.put(SUPPORT, mail("Eins"))
    assert (poll(support.pk), poll(support.pk)) == (1, 0)
    practice.control.put(SUPPORT, mail("Zwei"))

    assert poll(support.pk) == 1

    assert "deltatoken" in FolderMark.objects.get().mark.lower()
    assert (Inbound.objects.count(), Sighting.objects.filter(settled_at=None).count()) == (2, 0)


def test_delta_link_that_is_forgotten_imports_nothing_twice(practice: PracticeTenant, support: Channel) -> None:
    Channel.objects.update(after_import=AfterImport.MARK_READ)
    practice.control.put(SUPPORT, mail("Eins"))
    poll(support.pk)
    before = FolderMark.objects.get().mark
    practice.control.put(SUPPORT, mail("Zwei"))
    practice.control.break_("delta-lost", times=1)

    assert poll(support.pk) == 1

    assert health(support, Direction.IN) == (HealthState.OK, "")
    assert (Inbound.objects.count(), FolderMark.objects.get().mark != before) == (2, True)


def test_look_that_is_cut_off_comes_again_whole(practice: PracticeTenant, support: Channel) -> None:
    poll(support.pk)
    practice.control.put(SUPPORT, mail("Eins"))
    before = FolderMark.objects.get().mark
    with pytest.raises(ConnectorException), killed_while_storing():
        poll(support.pk)
    assert (FolderMark.objects.get().mark, Inbound.objects.count()) == (before, 0)

    assert poll(support.pk) == 1
    assert (practice.control.held(SUPPORT), Inbound.objects.count()) == ([], 1)


@contextmanager
def killed_while_storing() -> Iterator[None]:
    """Break every transaction that enqueues a job, as a process does that is killed before it commits."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs ADD CONSTRAINT killed CHECK (task_name <> 'process') NOT VALID")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE procrastinate_jobs DROP CONSTRAINT killed")


def test_throttling_is_waited_out_where_it_is_short(practice: PracticeTenant, support: Channel) -> None:
    practice.control.put(SUPPORT, mail("Eins"))
    practice.control.break_("throttle-graph", value="1", times=1)

    assert poll(support.pk) == 1
    assert health(support, Direction.IN) == (HealthState.OK, "")


FAULTS = [
    ("throttle-graph", "600", codes.THROTTLED),
    ("away-graph", "close", codes.CONNECTION_LOST),
]


@pytest.mark.parametrize(("fault", "value", "code"), FAULTS)
def test_graph_that_is_busy_or_away_loses_nothing_and_heals_by_itself(
    practice: PracticeTenant, support: Channel, fault: str, value: str, code: str
) -> None:
    outbound = answer(support)
    practice.control.put(SUPPORT, mail("Eins"))
    practice.control.break_(fault, value=value)

    assert poll(support.pk) == 0
    deliver(support.pk)

    assert health(support, Direction.IN) == health(support, Direction.OUT) == (HealthState.FAILING, code)
    outbound.refresh_from_db()
    assert (outbound.state, len(practice.control.held(SUPPORT))) == (OutboundState.WAITING, 1)
    if code == codes.THROTTLED:
        retry_at = ChannelHealth.objects.get(direction=Direction.IN).retry_at
        assert retry_at is not None
        assert retry_at > timezone.now() + datetime.timedelta(seconds=500)

    practice.control.mend()
    assert poll(support.pk) == 1
    Outbound.objects.update(not_before=None)
    deliver(support.pk)
    assert health(support, Direction.IN) == health(support, Direction.OUT) == (HealthState.OK, "")
    assert (Inbound.objects.count(), len(practice.control.held(BRANDT))) == (2, 1)


def test_expired_token_is_replaced_unseen_in_both_directions(practice: PracticeTenant, support: Channel) -> None:
    practice.control.put(SUPPORT, mail("Eins"))
    outbound = answer(support)
    practice.control.expire_access_tokens(SUPPORT)
    assert poll(support.pk) == 1
    practice.control.expire_access_tokens(SUPPORT)
    deliver(support.pk)

    outbound.refresh_from_db()
    assert outbound.state == OutboundState.SENT
    assert health(support, Direction.IN) == health(support, Direction.OUT) == (HealthState.OK, "")


def test_revoked_grant_stops_both_directions_until_somebody_signs_in(
    practice: PracticeTenant, support: Channel
) -> None:
    outbound = answer(support)
    practice.control.put(SUPPORT, mail("Eins"))
    practice.control.revoke_grants(SUPPORT)

    poll(support.pk)
    deliver(support.pk)

    revoked = (HealthState.FAILING, "AADSTS50173")
    assert health(support, Direction.IN) == health(support, Direction.OUT) == revoked
    outbound.refresh_from_db()
    assert (outbound.state, len(practice.control.held(SUPPORT))) == (OutboundState.WAITING, 1)
    grant = OAuthGrant.objects.get()
    sign_in = SignIn(grant.app_id, "browser", channel_id=support.pk)
    back = go(practice, grant.app, sign_in, SUPPORT, BOTH)
    finish(grant.app, sign_in, back["code"], expected=grant, resource="graph")
    assert poll(support.pk) == 1


def test_answer_that_may_have_left_is_not_sent_again(practice: PracticeTenant, support: Channel) -> None:
    outbound = answer(support)
    practice.control.break_("drop-after-send", times=1)

    deliver(support.pk)
    deliver(support.pk)

    outbound.refresh_from_db()
    assert (outbound.state, len(practice.control.held(BRANDT))) == (OutboundState.UNCERTAIN, 1)


def test_mailbox_that_was_taken_away_is_said(practice: PracticeTenant) -> None:
    shared = make_channel(make_grant(practice, make_app(practice), JONAS, BOTH), INFO, Ways())
    practice.control.change_mailbox(INFO, full_access=[])

    assert poll(shared.pk) == 0

    state, code = health(shared, Direction.IN)
    assert (state, "may not open this shared mailbox" in str(explain(code).what)) == (HealthState.FAILING, True)
