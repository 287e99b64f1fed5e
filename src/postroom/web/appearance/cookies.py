"""The browser's memory of the choice: it serves the pages before anybody has signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

THEME = "postroom_theme"
A_YEAR = 365 * 24 * 60 * 60


def keep(response: HttpResponse, name: str, value: str) -> HttpResponse:
    """Let the browser remember the value for a year."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


def theme(request: HttpRequest) -> str:
    """Return light, dark, or nothing for what the system says."""
    value = request.COOKIES.get(THEME, "")
    return value if value in ("light", "dark") else ""
