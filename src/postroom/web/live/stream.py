"""The live connection: server-sent events with ids and no content (HTML Standard, 9.2 Server-sent events)."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from postroom.live.hub import hub
from postroom.live.news import Listener, News
from postroom.web.live.listening import listener_of

BEAT = 15.0
"""Seconds after which a silent connection says that it is one: proxies cut those that say nothing, mostly after 60."""
_LOOK_EVERY = 60.0
"""Seconds until who listens is looked at again even if nobody said that rights or sessions changed: sessions age."""
_BEGIN = "retry: 2000\n\n"
_STILL_HERE = "event: beat\ndata: .\n\n"
_OVER = "event: over\ndata: .\n\n"
_RESTART = "event: restart\ndata: .\n\n"
_UNAVAILABLE = "event: unavailable\ndata: .\n\n"


async def stream(request: HttpRequest) -> HttpResponseBase:
    """Tell a page what happens, until it goes, its session ends, or its person may not be here any more.

    A page cannot read the status of such an answer, so an ending is told in words: `over` (nobody is signed in),
    `unavailable` (a server that cannot keep connections open: the page looks by itself from time to time).
    """
    if not isinstance(request, ASGIRequest):
        return _as_stream(HttpResponse(_UNAVAILABLE))
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    listener = await sync_to_async(listener_of)(key)
    if listener is None:
        return _as_stream(HttpResponse(_OVER))
    return _as_stream(StreamingHttpResponse(_told(key, listener)))


def _as_stream(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Content-Type"] = "text/event-stream"
    response.headers["Cache-Control"] = "no-store"
    # nginx would hold the events back to fill its buffer.
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _told(key: str | None, listener: Listener | None) -> AsyncIterator[str]:
    yield _BEGIN
    looked = time.monotonic()
    with hub.subscribed() as subscription:
        while listener is not None:
            news = await subscription.take(BEAT)
            if hub.closing:
                yield _RESTART
                return
            if _must_look(news, looked):
                # Before anything that came after it is told: whoever lost a right a moment ago hears nothing more.
                listener = await sync_to_async(listener_of)(key)
                looked = time.monotonic()
            words = _words(listener, news)
            if words:
                yield words


def _must_look(news: list[News], looked: float) -> bool:
    return any(one.rights for one in news) or time.monotonic() - looked > _LOOK_EVERY


def _words(listener: Listener | None, news: list[News]) -> str:
    if listener is None:
        return _OVER
    heard = listener.hears(news)
    if heard:
        return f"data: {json.dumps(heard, separators=(',', ':'))}\n\n"
    return "" if news else _STILL_HERE
