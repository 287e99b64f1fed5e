"""Watching mailboxes: by IDLE where the server offers it, else by looking every half minute.

One thread a channel, so that no mailbox waits for another; one watcher a channel, on whatever machine, by a lock that
ends with the connection that holds it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
from django.db import connection
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from postroom.channels.fingerprint import fingerprint
from postroom.channels.health import failed
from postroom.channels.registry import open_source
from postroom.drivers.base import Source
from postroom.drivers.errors import DriverError
from postroom.enqueue import POLL, enqueue
from postroom.models import Channel, ChannelHealth, Direction, Purpose
from postroom.models.locks import LockSpace, try_lock

log = structlog.get_logger(__name__)

LOOK_EVERY = 30.0
"""Seconds between looks where the server does not tell by itself."""
IDLE_FOR = 5 * 60.0
"""Seconds to listen before looking anyway: some servers stop telling and never say so."""
_ROUND = 3.0
"""Seconds until a new, changed, enabled or disabled channel is noticed."""


def watch_until(stop: threading.Event) -> None:
    """Keep one watcher thread for every active channel, until `stop` is set."""
    watchers: dict[int, threading.Thread] = {}
    while not stop.is_set():
        try:
            for channel_id in _active():
                if channel_id not in watchers or not watchers[channel_id].is_alive():
                    watchers[channel_id] = _start(channel_id, stop)
        except Exception:
            log.exception("looking for channels to watch failed")
        finally:
            connection.close()
        stop.wait(_ROUND)
    for watcher in watchers.values():
        watcher.join(_ROUND)


def _active() -> list[int]:
    return list(Channel.objects.filter(active=True).values_list("pk", flat=True))


def _start(channel_id: int, stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=_watch, args=(channel_id, stop), name=f"watch-{channel_id}", daemon=True)
    thread.start()
    return thread


def _watch(channel_id: int, stop: threading.Event) -> None:
    """Watch one channel while it stays active and unchanged; after a change a new thread begins."""
    try:
        with try_lock(LockSpace.WATCH, channel_id) as got:
            if not got:
                # Another machine watches it; look again now and then, in case that one goes away.
                stop.wait(LOOK_EVERY)
                return
            _watch_alone(channel_id, stop)
    except Exception:
        log.exception("watching failed", channel=channel_id)
        stop.wait(_ROUND)
    finally:
        connection.close()


def _watch_alone(channel_id: int, stop: threading.Event) -> None:
    channel = Channel.objects.filter(pk=channel_id, active=True).first()
    if channel is None:
        return
    over = _over(channel, stop)
    _rest(channel_id, over)
    while not over():
        try:
            with open_source(channel) as source:
                _ask(channel_id)
                _listen(channel_id, source, over)
        except DriverError as error:
            failed(channel, Direction.IN, error)
        _rest(channel_id, over)


def _listen(channel_id: int, source: Source, over: Callable[[], bool]) -> None:
    """Ask for a look whenever the server tells of news; return where it cannot tell, after the time between looks."""
    if not source.can_wait:
        _pause(LOOK_EVERY, over)
        return
    began = time.monotonic()
    while not over() and time.monotonic() - began < IDLE_FOR:
        if source.wait(IDLE_FOR, over):
            _ask(channel_id)


def _ask(channel_id: int) -> None:
    try:
        enqueue(POLL, channel_id=channel_id, queueing_lock=f"poll:{channel_id}")
    except AlreadyEnqueued:
        return


def _rest(channel_id: int, over: Callable[[], bool]) -> None:
    """While the channel fails, wait as long as its health says."""
    health = ChannelHealth.objects.filter(channel=channel_id, direction=Direction.IN).first()
    if health is not None and health.retry_at is not None:
        _pause((health.retry_at - timezone.now()).total_seconds(), over)


def _pause(seconds: float, over: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not over():
        time.sleep(1.0)


def _over(channel: Channel, stop: threading.Event) -> Callable[[], bool]:
    """Return the question whether to end: asked every second, it asks the database every few seconds only."""
    settings = fingerprint(channel, Purpose.CHECK)
    asked = time.monotonic()

    def over() -> bool:
        nonlocal asked
        if stop.is_set() or time.monotonic() - asked < _ROUND:
            return stop.is_set()
        asked = time.monotonic()
        now = Channel.objects.filter(pk=channel.pk, active=True).first()
        return now is None or fingerprint(now, Purpose.CHECK) != settings

    return over
