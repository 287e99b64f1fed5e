"""Health of the two directions, and the notices that follow from it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from postroom.channels import health
from postroom.drivers.errors import DriverError, RecipientsRefused, SignInRefused, Throttled, TooLarge, Unreachable
from postroom.models import Channel, ChannelHealth, Direction, Group, HealthState, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel() -> Channel:
    return Channel.objects.create(kind="mail", name="desk", group=Group.objects.create(name="Support"))


def _row(channel: Channel, direction: Direction = Direction.IN) -> ChannelHealth:
    return ChannelHealth.objects.get(channel=channel, direction=direction)


def _open_notices() -> list[str]:
    return [notice.code for notice in Notice.objects.filter(cleared_at=None)]


def test_first_success_is_ok(channel: Channel) -> None:
    health.succeeded(channel, Direction.IN)

    row = _row(channel)
    assert (row.state, row.failures, row.retry_at) == (HealthState.OK, 0, None)
    assert row.succeeded_at is not None


def test_further_success_costs_one_statement_and_keeps_since(channel: Channel, django_assert_num_queries: Any) -> None:
    health.succeeded(channel, Direction.IN)
    since = _row(channel).since

    with django_assert_num_queries(1):
        health.succeeded(channel, Direction.IN)

    assert _row(channel).since == since


def test_failure_keeps_the_servers_words_and_the_other_direction(channel: Channel) -> None:
    health.succeeded(channel, Direction.OUT)

    health.failed(channel, Direction.IN, Unreachable("Connection refused", code="connection-refused", step="connect"))

    row = _row(channel)
    assert (row.state, row.code, row.step, row.server_text) == (
        HealthState.FAILING,
        "connection-refused",
        "connect",
        "Connection refused",
    )
    assert _row(channel, Direction.OUT).state == HealthState.OK


def test_pauses_double_from_half_a_minute_to_a_quarter_of_an_hour(channel: Channel) -> None:
    pauses = []
    for _ in range(8):
        before = timezone.now()
        retry_at = health.failed(channel, Direction.IN, Unreachable())
        pauses.append(round((retry_at - before).total_seconds()))

    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]


def test_since_is_when_it_began_to_fail(channel: Channel) -> None:
    health.failed(channel, Direction.IN, Unreachable())
    since = _row(channel).since
    health.failed(channel, Direction.IN, SignInRefused())

    assert _row(channel).since == since


def test_pause_is_at_least_what_the_server_asked_for(channel: Channel) -> None:
    before = timezone.now()
    retry_at = health.failed(channel, Direction.OUT, Throttled(retry_after=datetime.timedelta(hours=1)))

    assert round((retry_at - before).total_seconds()) == 3600


def test_trouble_that_passes_by_itself_is_told_at_the_third_time(channel: Channel) -> None:
    health.failed(channel, Direction.IN, Unreachable())
    health.failed(channel, Direction.IN, Unreachable())
    assert _open_notices() == []

    health.failed(channel, Direction.IN, Unreachable())
    health.failed(channel, Direction.IN, Unreachable())
    assert _open_notices() == ["channel-failing-in"]


def test_refused_sign_in_is_told_at_once(channel: Channel) -> None:
    health.failed(channel, Direction.OUT, SignInRefused("535 no"))

    assert _open_notices() == ["channel-failing-out"]
    assert Notice.objects.get().detail == "sign-in\n535 no"


def test_success_clears_everything(channel: Channel) -> None:
    health.failed(channel, Direction.IN, SignInRefused("no"))

    health.succeeded(channel, Direction.IN)

    row = _row(channel)
    assert (row.state, row.code, row.step, row.server_text, row.failures, row.retry_at) == (
        HealthState.OK,
        "",
        "",
        "",
        0,
        None,
    )
    assert _open_notices() == []
    assert Notice.objects.get().cleared_at is not None


def test_warnings_are_kept_with_the_servers_words_until_all_is_well(channel: Channel) -> None:
    health.succeeded(channel, Direction.IN, ["NO EXPUNGE failed"])
    row = _row(channel)
    assert (row.state, row.code, row.server_text) == (HealthState.WARNING, "server-warning", "NO EXPUNGE failed")

    health.succeeded(channel, Direction.IN)
    row = _row(channel)
    assert (row.state, row.code, row.server_text) == (HealthState.OK, "", "")


@pytest.mark.parametrize("error", [RecipientsRefused({"a@b.example": "550 no"}), TooLarge("too big")])
def test_error_of_one_message_says_nothing_about_the_channel(channel: Channel, error: DriverError) -> None:
    health.succeeded(channel, Direction.OUT)

    health.failed(channel, Direction.OUT, error)

    assert _row(channel, Direction.OUT).state == HealthState.OK


def test_forgotten_health_leaves_no_notice(channel: Channel) -> None:
    health.failed(channel, Direction.IN, SignInRefused("no"))

    health.forget(channel)

    assert ChannelHealth.objects.count() == 0
    assert _open_notices() == []
