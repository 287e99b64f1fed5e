"""A Microsoft 365 channel by Graph against the practice tenant: fetching, sending, and what goes wrong there."""

from __future__ import annotations

import itertools

import pytest

from postroom.channels.kinds.microsoft365.config import Way, Ways
from postroom.channels.probe import run
from postroom.channels.probing import probe_channel
from postroom.channels.registry import kind_of, open_sink
from postroom.delivery.deliver import deliver
from postroom.intake.poll import poll
from postroom.models import (
    Channel,
    Direction,
    HealthState,
    OAuthAccessToken,
    OutboundState,
    Probe,
    ProbeState,
    Purpose,
)
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import answer, health, make_channel
from tests.practice.mails import BRANDT, INFO, JONAS, SUPPORT, mail
from tests.servers.practice import make_app, make_grant

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


@pytest.mark.parametrize(
    "ways", [Ways(*pair) for pair in itertools.product((Way.GRAPH, Way.IMAP), (Way.GRAPH, Way.SMTP))]
)
def test_delegate_reads_and_sends_for_a_shared_mailbox_by_any_ways(practice: PracticeTenant, ways: Ways) -> None:
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
