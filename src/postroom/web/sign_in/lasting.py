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

_LOOK_EVERY = 60
"""Seconds: a session is neither written nor held against the settings with every click."""
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
            self._look(request, time.time())
        return self.get_response(request)

    def _look(self, request: HttpRequest, now: float) -> None:
        if now - request.session.get(SEEN, 0) < _LOOK_EVERY:
            return
        if is_over(request, now):
            logout(request)
            messages.info(request, _("You were signed out, because that was long ago. Sign in again."))
        elif not _asks_by_itself(request):
            _renew(request, now)


def is_over(request: HttpRequest, now: float) -> bool:
    """Whether the session has lasted, or lain idle, longer than the settings allow. `now`: seconds since 1970."""
    chosen, session = configuration(), request.session
    too_old = now - session.get(BEGAN, now) > chosen.session_days * _A_DAY
    idle = now - session.get(SEEN, now) > chosen.idle_minutes * 60 + _LOOK_EVERY
    return too_old or (chosen.idle_minutes > 0 and idle)


def _asks_by_itself(request: HttpRequest) -> bool:
    return "X-Live" in request.headers or request.path.startswith(_BY_ITSELF)


def _renew(request: HttpRequest, now: float) -> None:
    session = request.session
    session[SEEN] = now
    note_browser(request)
    left = session.setdefault(BEGAN, now) + configuration().session_days * _A_DAY - now
    session.set_expiry(max(1, round(left)))


def note_browser(request: HttpRequest) -> None:
    """Let the session know where it is."""
    request.session[BROWSER] = request.headers.get("User-Agent", "")[:300]
    request.session[ADDRESS] = str(request.META.get("REMOTE_ADDR", ""))
