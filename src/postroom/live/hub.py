"""One listening connection a web process, and everybody in it who wants to know.

The connection is opened when the first person comes and kept. When it breaks it is opened again, and everybody is told
that news may have been missed: their pages fetch what they show anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import structlog
from django.db import connection as default_connection

from postroom.live.news import CHANNEL, EVERYTHING, News

log = structlog.get_logger(__name__)

WAITING = 100
"""News that wait for one slow reader; who is further behind gets one word for all of them."""
_LOOK_EVERY = 30.0
"""Seconds until a silent connection is asked whether it is still one."""
_DEADLINE = 10
"""Seconds to connect, and for the answer to that question."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0


class Subscription:
    """The news for one reader, in their order."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[News] = asyncio.Queue(WAITING)

    def put(self, news: News) -> None:
        """Add news; a full queue becomes one word for everything."""
        if self._queue.full():
            self._take()
            self._queue.put_nowait(EVERYTHING)
        self._queue.put_nowait(news)

    async def take(self, seconds: float) -> list[News]:
        """Return what waits, after waiting so long for the first; empty: nothing came."""
        try:
            first = await asyncio.wait_for(self._queue.get(), seconds)
        except TimeoutError:
            return []
        return [first, *self._take()]

    def _take(self) -> list[News]:
        return [self._queue.get_nowait() for _ in range(self._queue.qsize())]


class Hub:
    """Hands what the database announces to every subscription. Used in one event loop."""

    def __init__(self) -> None:
        self._subscriptions: set[Subscription] = set()
        self._task: asyncio.Task[None] | None = None
        self._listening = False
        self.closing = False

    @contextmanager
    def subscribed(self) -> Iterator[Subscription]:
        """Yield a subscription. Its first news come when it listens for certain: nothing falls in between."""
        subscription = Subscription()
        self._subscriptions.add(subscription)
        if self._task is None or self._task.done():
            self._listening = False
            self._task = asyncio.get_running_loop().create_task(self._listen(), name="live")
        if self._listening:
            subscription.put(EVERYTHING)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def close(self) -> None:
        """Let every reader go, because the server stops; they come back to its successor."""
        self.closing = True
        self._tell(EVERYTHING)

    def _tell(self, news: News) -> None:
        for subscription in self._subscriptions:
            subscription.put(news)

    async def _listen(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as listening:
                    await listening.execute(f"LISTEN {CHANNEL}")
                    pause = _FIRST_PAUSE
                    self._listening = True
                    self._tell(EVERYTHING)
                    await self._pass_on(listening)
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("the live connection to the database broke", error=type(error).__name__)
            finally:
                self._listening = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _pass_on(self, listening: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for heard in listening.notifies(timeout=_LOOK_EVERY):
                self._tell(News.decoded(heard.payload))
            # A machine that vanished never says so: only a question finds out.
            await asyncio.wait_for(listening.execute("SELECT 1"), _DEADLINE)


def _parameters() -> dict[str, Any]:
    """Where Django's connection leads to, without what is Django's own."""
    own = ("cursor_factory", "context", "server_side_binding", "prepare_threshold")
    found = {name: value for name, value in default_connection.get_connection_params().items() if name not in own}
    return {**found, "connect_timeout": _DEADLINE, "application_name": "postroom live"}


hub = Hub()
"""That of this process."""
