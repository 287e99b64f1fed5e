"""The browser that signs in."""

from __future__ import annotations

from django.http import HttpRequest

from postroom.channels.oauth.states import browser_digest


def browser(request: HttpRequest) -> str:
    """Return what binds a sign-in to this browser's session."""
    return browser_digest(request.session.session_key or "")
