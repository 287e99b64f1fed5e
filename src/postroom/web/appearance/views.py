"""Takes the choice, by form without JavaScript and by fetch with it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from postroom.people.appearance import choose_language, choose_theme
from postroom.web.appearance import cookies

THEMES = {"system": "", "light": "light", "dark": "dark"}


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep `language` or `theme` for this person, and in this browser for the pages before sign-in."""
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if language is not None and language in dict(settings.LANGUAGES):
        return _keep_language(request, language)
    if theme is not None and theme in THEMES:
        return _keep_theme(request, THEMES[theme])
    return HttpResponseBadRequest()


def _keep_language(request: HttpRequest, language: str) -> HttpResponse:
    if request.user.is_authenticated:
        choose_language(request.user, language)
    return cookies.keep(_back(request), settings.LANGUAGE_COOKIE_NAME, language)


def _keep_theme(request: HttpRequest, theme: str) -> HttpResponse:
    if request.user.is_authenticated:
        choose_theme(request.user, theme)
    return cookies.keep(_back(request), cookies.THEME, theme)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else "/")
