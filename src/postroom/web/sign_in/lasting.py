"""How long somebody stays signed in."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from postroom.configuration import configuration
from postroom.people.session_store import ADDRESS, BEGAN, BROWSER, SEEN

Handler = Callable[[HttpRequest], HttpResponse]

_TOUCH_EVERY = 60
"""Seconds: a session is not written with every click."""
_A_DAY = 24 * 60 * 60
_BY_ITSELF = ("/live/", "/notifications/bell/")
"""Below these addresses pages ask without anybody's doing."""


class SessionLengthMiddleware:
    """Ends sessions that last too long or lie idle, and notes who is where."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, as a stranger's where the session is over."""
        if SESSION_KEY in request.session:
            now = time.time()
            if is_over(request, now):
                logout(request)
                messages.info(request, _("You were signed out, because that was long ago. Sign in again."))
            elif not _asks_by_itself(request):
                _touch(request, now)
        return self.get_response(request)


def is_over(request: HttpRequest, now: float) -> bool:
    """Whether the session has lasted, or lain idle, longer than the settings allow. `now`: seconds since 1970."""
    chosen, session = configuration(), request.session
    too_old = now - session.get(BEGAN, now) > chosen.session_days * _A_DAY
    idle = now - session.get(SEEN, now) > chosen.idle_minutes * 60 + _TOUCH_EVERY
    return too_old or (chosen.idle_minutes > 0 and idle)


def _asks_by_itself(request: HttpRequest) -> bool:
    return "X-Live" in request.headers or request.path.startswith(_BY_ITSELF)


def _touch(request: HttpRequest, now: float) -> None:
    session = request.session
    if now - session.get(SEEN, 0) < _TOUCH_EVERY:
        return
    session.setdefault(BEGAN, now)
    session[SEEN] = now
    session[BROWSER] = request.headers.get("User-Agent", "")[:300]
    session[ADDRESS] = str(request.META.get("REMOTE_ADDR", ""))
    left = session[BEGAN] + configuration().session_days * _A_DAY - now
    session.set_expiry(max(1, round(left)))
