"""Watching mailboxes: by IDLE where the server offers it, else by looking every half minute.

One thread a channel, so that no mailbox waits for another; one watcher a channel, on whatever machine, by a lock that
ends with the connection that holds it. All locks are on one connection, and the watchers hold none while they wait.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from postroom.channels.fingerprint import fingerprint
from postroom.channels.health import failed
from postroom.channels.registry import kind_of, open_source
from postroom.channels.subscribing import cadence
from postroom.drivers.base import Source
from postroom.drivers.errors import DriverError
from postroom.enqueue import POLL, enqueue
from postroom.jobs.connections import borrowed
from postroom.models import Channel, ChannelHealth, Direction, Purpose
from postroom.models.locks import LockSpace, lock, unlock

log = structlog.get_logger(__name__)

LOOK_EVERY = cadence.UNTOLD
"""Seconds between looks where the server does not tell by itself."""
IDLE_FOR = 5 * 60.0
"""Seconds to listen before looking anyway: some servers stop telling and never say so."""
_STEADY = 60.0
"""Seconds after which a connection that ends is no failure: Exchange ends one with its token. Opening the next one
tells what is wrong; one that breaks sooner is given that chance once."""
_ROUND = 3.0
"""Seconds until a new, changed, enabled or disabled channel is noticed."""


def watch_until(stop: threading.Event) -> None:
    """Keep one watcher thread for every active channel that no other machine watches, until `stop` is set."""
    while not stop.is_set():
        lost = threading.Event()
        try:
            with borrowed():
                _keep_watchers(stop, lost)
        except Exception:
            log.exception("watching was interrupted")
            stop.wait(_ROUND)
        finally:
            # With the connection the locks are gone: whoever gets them now must not find a second watcher.
            lost.set()


def _keep_watchers(stop: threading.Event, lost: threading.Event) -> None:
    """Hold the locks of all watched channels on this thread's one connection, and look after their watchers."""
    watchers: dict[int, threading.Thread] = {}
    try:
        while not stop.is_set():
            for channel_id in _active():
                if channel_id not in watchers and lock(LockSpace.WATCH, channel_id):
                    watchers[channel_id] = _start(channel_id, stop, lost)
            for channel_id in [pk for pk, watcher in watchers.items() if not watcher.is_alive()]:
                del watchers[channel_id]
                unlock(LockSpace.WATCH, channel_id)
            stop.wait(_ROUND)
    finally:
        lost.set()
        for watcher in watchers.values():
            watcher.join(_ROUND)


def _active() -> list[int]:
    return list(Channel.objects.filter(active=True).values_list("pk", flat=True))


def _start(channel_id: int, stop: threading.Event, lost: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=_watch, args=(channel_id, stop, lost), name=f"watch-{channel_id}", daemon=True)
    thread.start()
    return thread


def _watch(channel_id: int, stop: threading.Event, lost: threading.Event) -> None:
    """Watch one channel while it stays active and unchanged; after a change a new thread begins."""
    try:
        with borrowed():
            channel = Channel.objects.filter(pk=channel_id, active=True).first()
        if channel is not None:
            _watch_while(channel, _over(channel, stop, lost))
    except Exception:
        log.exception("watching failed", channel=channel_id)
        stop.wait(_ROUND)


def _watch_while(channel: Channel, over: Callable[[], bool]) -> None:
    _rest(channel, over)
    if not _waits(channel):
        _look_by_interval(channel, over)
        return
    spared = False
    while not over():
        opened = None
        try:
            with open_source(channel) as source:
                opened = time.monotonic()
                _ask(channel.pk)
                _listen(channel.pk, source, over)
        except DriverError as error:
            spared = opened is not None and (not spared or time.monotonic() - opened > _STEADY)
            if not spared:
                with borrowed():
                    failed(channel, Direction.IN, error)
        _rest(channel, over)


def _waits(channel: Channel) -> bool:
    """Whether the connection itself may tell. Of a kind that is unknown opening it says so, where it is shown."""
    try:
        with borrowed():
            cadence.keep_soon(channel)
        return kind_of(channel).waits(channel)
    except DriverError:
        return True


def _look_by_interval(channel: Channel, over: Callable[[], bool]) -> None:
    """Ask for a look now and then: seldom while the provider tells of new mail itself, which has to be kept up."""
    asked = -cadence.TOLD
    while not over():
        with borrowed():
            cadence.keep_soon(channel)
            every = cadence.look_every(channel)
        if time.monotonic() - asked >= every:
            _ask(channel.pk)
            asked = time.monotonic()
        _pause(LOOK_EVERY, over)
        _rest(channel, over)


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
        with borrowed():
            enqueue(POLL, channel_id=channel_id, queueing_lock=f"poll:{channel_id}")
    except AlreadyEnqueued:
        return


def _rest(channel: Channel, over: Callable[[], bool]) -> None:
    """While the channel fails, wait as long as its health says."""
    with borrowed():
        health = ChannelHealth.objects.filter(channel=channel, direction=Direction.IN).first()
    if health is not None and health.retry_at is not None:
        _pause((health.retry_at - timezone.now()).total_seconds(), over)


def _pause(seconds: float, over: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not over():
        time.sleep(1.0)


def _over(channel: Channel, stop: threading.Event, lost: threading.Event) -> Callable[[], bool]:
    """Return the question whether to end: asked every second, it asks the database every few seconds only."""
    settings = fingerprint(channel, Purpose.CHECK)
    asked = time.monotonic()
    changed = False

    def over() -> bool:
        nonlocal asked, changed
        # Once is for good: whoever waits asks first, and the loop around it within the same second again.
        if changed or stop.is_set() or lost.is_set():
            return True
        if time.monotonic() - asked < _ROUND:
            return False
        asked = time.monotonic()
        with borrowed():
            now = Channel.objects.filter(pk=channel.pk, active=True).first()
        changed = now is None or fingerprint(now, Purpose.CHECK) != settings
        return changed

    return over
