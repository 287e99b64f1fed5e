"""Hearing of new mail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from postroom.drivers.errors import Unreachable
from tests.drivers.conftest import Account

pytestmark = pytest.mark.dovecot


def never() -> bool:
    return False


def test_wait_hears_of_a_new_message(account: Account) -> None:
    with account.source() as source:
        assert source.can_wait is True
        timer = threading.Timer(0.5, account.deliver, ["new"])
        timer.start()
        started = time.monotonic()
        assert source.wait(30, never) is True
        assert time.monotonic() - started < 5
        assert len(source.list()) == 1


def test_wait_again_does_not_tell_the_same_news(account: Account) -> None:
    with account.source() as source:
        account.deliver("new")
        assert source.wait(10, never) is True
        assert source.wait(0.5, never) is False


def test_message_that_came_between_listing_and_waiting_is_told(account: Account) -> None:
    with account.source() as source:
        source.list()
        account.deliver("between")
        assert source.wait(10, never) is True


@pytest.mark.parametrize("lines", [b"+ idling\r\n* 1 EXISTS\r\n", b"* 1 EXISTS\r\n+ idling\r\n"])
def test_news_in_one_packet_with_the_go_ahead_is_told(account: Account, lines: bytes) -> None:
    account.meddler.rewrite(rb"^\+ idling\r\n", lines)
    with account.source() as source:
        started = time.monotonic()
        assert source.wait(10, never) is True
        assert time.monotonic() - started < 0.9


def test_keep_alive_is_no_news(account: Account) -> None:
    account.meddler.rewrite(rb"^\+ idling\r\n", b"+ idling\r\n* OK Still here\r\n")
    with account.source() as source:
        assert source.wait(0.5, never) is False


def test_wait_looks_at_stop_within_about_a_second(account: Account) -> None:
    stop = threading.Event()
    with account.source() as source:
        threading.Timer(0.3, stop.set).start()
        started = time.monotonic()
        assert source.wait(30, stop.is_set) is False
        assert time.monotonic() - started < 2
        assert source.list() == []


def test_without_idle_waiting_lets_the_time_pass(account: Account, without: Callable[..., None]) -> None:
    without("IDLE")
    with account.source() as source:
        assert source.can_wait is False
        started = time.monotonic()
        assert source.wait(0.3, never) is True
        assert time.monotonic() - started >= 0.3
    assert "IDLE" not in account.meddler.commands()


def test_goodbye_while_waiting_is_unreachable(account: Account) -> None:
    account.meddler.rewrite(rb"^\+ idling\r\n", b"+ idling\r\n* BYE Session expired, please login again.\r\n")
    account.meddler.answer(rb"^DONE", b"")
    with account.source() as source, pytest.raises(Unreachable) as caught:
        source.wait(10, never)
    assert caught.value.code == "server-closing"
    assert "Session expired" in caught.value.server_text
