"""Apps at Google: the exact address to register, client ID and secret, and what Google says of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.channels.oauth.apps import save_app
from postroom.channels.oauth.google import MAIL_SCOPE, Google
from postroom.channels.oauth.google_endpoints import places_of
from postroom.channels.sentences import explain
from postroom.models import OAuthApp
from postroom.web.access import administrator_required
from postroom.web.google.addresses import callback_address, is_refused_by_google
from postroom.web.google.forms import AppForm
from postroom.web.oauth import apps
from postroom.web.oauth.addresses import browser_address, other_address


@require_safe
@administrator_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the apps; with none yet go on to registering one, with one only show that."""
    return apps.listing(request, Google.name, lambda app: places_of(app.cloud).title)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new(request: HttpRequest) -> HttpResponse:
    """Register an app."""
    return _form_page(request, OAuthApp())


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def edit(request: HttpRequest, app_id: int) -> HttpResponse:
    """Change an app, or give it a new secret."""
    return _form_page(request, apps.find(Google.name, app_id))


@require_safe
@administrator_required
def page(request: HttpRequest, app_id: int) -> HttpResponse:
    """Show an app, what Google said of it, and what comes next."""
    app = apps.find(Google.name, app_id)
    context = {
        "app": app,
        "said": explain(app.check_code) if app.check_code else None,
        "grants": app.grants.all(),
        **_around(request, app),
    }
    return render(request, "google/app.html", context)


@require_POST
@administrator_required
def check(_request: HttpRequest, app_id: int) -> HttpResponse:
    """Ask Google."""
    return apps.check(apps.find(Google.name, app_id))


@require_POST
@administrator_required
def delete(request: HttpRequest, app_id: int) -> HttpResponse:
    """Forget an app that nobody signed in by."""
    return apps.delete(request, apps.find(Google.name, app_id))


def _form_page(request: HttpRequest, app: OAuthApp) -> HttpResponse:
    form = AppForm(request.POST or None, app=app)
    context = {"app": app, **_around(request, app)}
    return apps.form_page(request, Google.name, form, lambda: save_app(form.apply()), context)


def _around(request: HttpRequest, app: OAuthApp) -> dict[str, object]:
    """Return what both pages show: the callback address, whether it will work, and the scope."""
    callback = callback_address(request)
    return {
        "callback": callback,
        "another_address": browser_address(request) if other_address(request) else "",
        "refused_address": is_refused_by_google(callback),
        "scope": MAIL_SCOPE,
        "places": places_of(app.cloud),
    }
