"""Everything the practice tenant can break, while a channel fetches and while it sends, by both ways.

Nothing is lost, nothing comes twice, the page says what is wrong, and what Microsoft's side mends heals by itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from postroom.channels.kinds.microsoft365.config import Ways
from postroom.channels.oauth.states import SignIn
from postroom.channels.sentences import explain
from postroom.channels.sentences.ours import SERVER_WARNING
from postroom.delivery.deliver import deliver
from postroom.drivers import codes
from postroom.intake.poll import poll
from postroom.models import (
    Channel,
    ChannelHealth,
    Direction,
    HealthState,
    Inbound,
    OAuthAccessToken,
    OAuthGrant,
    Outbound,
    OutboundState,
    User,
)
from postroom.practice import PracticeTenant
from postroom.practice.control import Control
from tests.channels.microsoft.test_channel import answer, health, make_channel
from tests.practice.mails import BRANDT, SUPPORT, mail
from tests.servers.practice import finish, go, make_app, make_grant
from tests.web.microsoft.test_pages import text_of

pytestmark = pytest.mark.django_db(transaction=True)

MAIL, GRAPH = "imap smtp", "graph graph"
OK = ""
Turn = Callable[[Control], object]
RESOURCES = {MAIL: ("mail",), GRAPH: ("graph", "mail")}


@dataclass(frozen=True)
class Fault:
    """How something breaks and is mended, and the code that each direction then has."""

    name: str
    breaks: Turn
    mends: Turn
    receiving: str
    sending: str


def breaking(fault: str, value: str = "") -> Turn:
    return lambda control: control.break_(fault, value=value)


def switch(name: str, receiving: str, sending: str, value: str = "") -> Fault:
    return Fault(name, breaking(name, value), Control.mend, receiving, sending)


def both(name: str, code: str, breaks: Turn, mends: Turn = Control.mend) -> Fault:
    return Fault(name, breaks, mends, code, code)


def app_is(*, enabled: bool) -> Turn:
    return partial(Control.change_app, enabled=enabled)


AT_THE_DOOR = [
    both("secret expires", "AADSTS7000222", Control.expire_secret, Control.renew_secret),
    both("consent is demanded", "AADSTS65001", Control.demand_consent, Control.consent_for_everyone),
    both("app is disabled", "AADSTS7000112", app_is(enabled=False), app_is(enabled=True)),
    both("second factor is demanded", "AADSTS50076", breaking("mfa")),
    both("conditional access", "AADSTS53003", breaking("conditional-access")),
    both("sign-in is away", codes.SERVER_BUSY, breaking("away-login", "refuse")),
    both("sign-in breaks off", codes.CONNECTION_LOST, breaking("away-login", "close")),
]
"""What stops a token from being renewed: the same for every way."""

INSIDE = [
    (MAIL, switch("smtp-auth-off", OK, codes.SMTP_AUTH_DISABLED)),
    (MAIL, switch("throttle-imap", codes.THROTTLED, OK)),
    (MAIL, switch("throttle-smtp", OK, codes.THROTTLED)),
    (MAIL, switch("away-imap", codes.CONNECTION_REFUSED, OK, "refuse")),
    (MAIL, switch("drop-in-fetch", codes.CONNECTION_LOST, OK)),
    (MAIL, switch("away-smtp", OK, codes.CONNECTION_REFUSED, "refuse")),
    (GRAPH, switch("throttle-graph", codes.THROTTLED, codes.THROTTLED, "600")),
    (GRAPH, switch("away-graph", codes.CONNECTION_LOST, codes.CONNECTION_LOST, "close")),
]
CASES = [(ways, fault) for fault in AT_THE_DOOR for ways in (MAIL, GRAPH)] + INSIDE
NEEDS_A_PERSON: list[tuple[str, Turn]] = [
    ("AADSTS50173", Control.revoke_grants),
    ("AADSTS700082", Control.expire_refresh_tokens),
    ("AADSTS70043", Control.demand_sign_in_again),
]


def running(practice: PracticeTenant, ways: str) -> Channel:
    """Return a channel that has fetched and sent before, whose access tokens are over."""
    grant = make_grant(practice, make_app(practice), SUPPORT, RESOURCES[ways])
    channel = make_channel(grant, ways=Ways.from_text(ways))
    practice.control.put(SUPPORT, mail("Null"))
    assert poll(channel.pk) == 1
    return channel


def meet(channel: Channel) -> Outbound:
    """Fetch and send, each once, as the worker does whatever came of it before."""
    outbound = Outbound.objects.first() or answer(channel)
    Outbound.objects.update(not_before=None)
    poll(channel.pk)
    deliver(channel.pk)
    outbound.refresh_from_db()
    return outbound


def assert_page_says(pages: Client, channel: Channel, codes_: set[str]) -> None:
    shown = text_of(pages.get(f"/channels/{channel.pk}/"))
    assert [code for code in codes_ if str(explain(code).what) not in shown] == []
    assert ("Correlation ID" in shown) is any(code.startswith("AADSTS") for code in codes_)


def assert_nothing_lost_or_doubled(practice: PracticeTenant, channel: Channel, subjects: set[str]) -> None:
    deliver(channel.pk)
    assert poll(channel.pk) == 0
    assert health(channel, Direction.IN) == health(channel, Direction.OUT) == (HealthState.OK, "")
    assert practice.control.held(SUPPORT) == []
    stored = [row.raw.content for row in Inbound.objects.select_related("raw")]
    assert len(stored) == len(subjects) + 1
    assert [subject for subject in subjects if sum(subject.encode() in raw for raw in stored) != 1] == []
    assert len(practice.control.held(BRANDT)) == 1


@pytest.mark.parametrize(("ways", "fault"), CASES, ids=lambda value: getattr(value, "name", value))
def test_what_breaks_is_said_and_heals_by_itself(
    practice: PracticeTenant, pages: Client, ways: str, fault: Fault
) -> None:
    channel = running(practice, ways)
    practice.control.put(SUPPORT, mail("Eins"))
    OAuthAccessToken.objects.all().delete()
    fault.breaks(practice.control)

    outbound = meet(channel)

    expected = {Direction.IN: fault.receiving, Direction.OUT: fault.sending}
    states = {
        direction: (HealthState.FAILING if code else HealthState.OK, code) for direction, code in expected.items()
    }
    assert {direction: health(channel, direction) for direction in Direction} == states
    assert_page_says(pages, channel, {code for code in expected.values() if code})
    assert outbound.state == (OutboundState.WAITING if fault.sending else OutboundState.SENT)
    assert len(practice.control.held(SUPPORT)) == bool(fault.receiving)

    fault.mends(practice.control)
    assert meet(channel).state == OutboundState.SENT
    assert_nothing_lost_or_doubled(practice, channel, {"Null", "Eins"})


@pytest.mark.parametrize(
    ("value", "code", "pause"), [("refuse 600", codes.SERVER_BUSY, 600), ("hang", codes.ANSWER_TIMEOUT, 30)]
)
def test_graph_that_is_busy_or_says_nothing_is_left_in_peace_until_it_answers(
    practice: PracticeTenant, pages: Client, settings: Settings, value: str, code: str, pause: int
) -> None:
    channel = running(practice, GRAPH)
    practice.control.put(SUPPORT, mail("Eins"))
    patient = settings.MICROSOFT_ENDPOINTS
    settings.MICROSOFT_ENDPOINTS = {**patient, "seconds": "1"}
    practice.control.break_("away-graph", value=value)
    began = timezone.now()

    outbound = meet(channel)

    assert health(channel, Direction.IN) == health(channel, Direction.OUT) == (HealthState.FAILING, code)
    again = began + datetime.timedelta(seconds=pause)
    assert ChannelHealth.objects.filter(retry_at__gte=again).count() == len(Direction)
    assert Outbound.objects.filter(state=OutboundState.WAITING, not_before__gte=again).get() == outbound
    for language in ("en", "de"):
        with translation.override(language):
            sentence = explain(code)
            said = [str(sentence.what), str(sentence.remedy)]
        User.objects.update(language=language)
        shown = text_of(pages.get(f"/channels/{channel.pk}/"))
        assert [text for text in said if text not in shown] == []

    settings.MICROSOFT_ENDPOINTS = patient
    practice.control.mend()
    assert meet(channel).state == OutboundState.SENT
    assert_nothing_lost_or_doubled(practice, channel, {"Null", "Eins"})


@pytest.mark.parametrize("ways", [MAIL, GRAPH])
@pytest.mark.parametrize(("code", "ends"), NEEDS_A_PERSON, ids=[code for code, _ends in NEEDS_A_PERSON])
def test_sign_in_that_ended_waits_for_a_person_and_loses_nothing(
    practice: PracticeTenant, pages: Client, ways: str, code: str, ends: Turn
) -> None:
    channel = running(practice, ways)
    practice.control.put(SUPPORT, mail("Eins"))
    OAuthAccessToken.objects.all().delete()
    ends(practice.control)

    assert meet(channel).state == OutboundState.WAITING
    assert health(channel, Direction.IN) == health(channel, Direction.OUT) == (HealthState.FAILING, code)
    assert_page_says(pages, channel, {code})
    assert len(practice.control.held(SUPPORT)) == 1

    grant = OAuthGrant.objects.get()
    sign_in = SignIn(grant.app_id, "browser", channel_id=channel.pk)
    back = go(practice, grant.app, sign_in, SUPPORT, RESOURCES[ways])
    finish(grant.app, sign_in, back["code"], expected=grant, resource=RESOURCES[ways][0])
    assert meet(channel).state == OutboundState.SENT
    assert_nothing_lost_or_doubled(practice, channel, {"Null", "Eins"})


@pytest.mark.parametrize("ways", [MAIL, GRAPH])
def test_access_token_that_ended_is_nobodys_trouble(practice: PracticeTenant, ways: str) -> None:
    channel = running(practice, ways)
    practice.control.put(SUPPORT, mail("Eins"))
    practice.control.expire_access_tokens()

    assert meet(channel).state == OutboundState.SENT
    assert_nothing_lost_or_doubled(practice, channel, {"Null", "Eins"})


def test_refused_expunge_is_a_warning_on_the_page_that_goes_by_itself(practice: PracticeTenant, pages: Client) -> None:
    channel = running(practice, MAIL)
    practice.control.put(SUPPORT, mail("Eins"))
    practice.control.break_("expunge")

    assert meet(channel).state == OutboundState.SENT
    assert poll(channel.pk) == 0
    assert health(channel, Direction.IN) == (HealthState.WARNING, SERVER_WARNING)
    shown = text_of(pages.get(f"/channels/{channel.pk}/"))
    assert "EXPUNGE failed" in ChannelHealth.objects.get(channel=channel, direction=Direction.IN).server_text
    assert "EXPUNGE failed" in shown

    practice.control.mend()
    poll(channel.pk)
    assert_nothing_lost_or_doubled(practice, channel, {"Null", "Eins"})


@pytest.mark.parametrize(
    ("ways", "fault", "value", "arrived"),
    [
        (MAIL, "drop-after-data", "accepted", 1),
        (MAIL, "drop-after-data", "lost", 0),
        (GRAPH, "drop-after-send", "close", 1),
        (GRAPH, "drop-after-send", "hang", 1),
    ],
)
def test_mail_that_may_have_left_waits_for_a_person(
    practice: PracticeTenant, pages: Client, settings: Settings, ways: str, fault: str, value: str, arrived: int
) -> None:
    settings.MICROSOFT_ENDPOINTS = {**settings.MICROSOFT_ENDPOINTS, "final_seconds": "4"}
    channel = running(practice, ways)
    practice.control.break_(fault, value=value, times=1)

    outbound = meet(channel)
    assert outbound.state == OutboundState.UNCERTAIN
    assert str(explain(codes.UNCERTAIN).what) in text_of(pages.get("/outbox/"))
    assert "Nobody knows whether this mail has arrived" in text_of(pages.get(f"/outbox/{outbound.pk}/"))
    practice.control.mend()
    assert meet(channel).state == OutboundState.UNCERTAIN
    assert len(practice.control.held(BRANDT)) == arrived
