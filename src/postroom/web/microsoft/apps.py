"""App registrations: the exact address to register, the app's ids and its proof, and what Microsoft says of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.channels.oauth.apps import prove_by_certificate, save_app
from postroom.channels.oauth.clouds import cloud_of
from postroom.channels.oauth.microsoft import MICROSOFT
from postroom.channels.sentences import explain
from postroom.channels.sentences.ours import SECRET_UNPROVEN
from postroom.models import OAuthApp, ProofKind
from postroom.web.access import administrator_required
from postroom.web.microsoft.addresses import callback_address
from postroom.web.microsoft.forms import AppForm
from postroom.web.oauth import apps
from postroom.web.oauth.addresses import browser_address, is_plain, other_address

_WARN_DAYS = 30


@require_safe
@administrator_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the apps; with none yet go on to registering one, with one only show that."""
    return apps.listing(request, MICROSOFT.name, lambda app: cloud_of(app.cloud))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new(request: HttpRequest) -> HttpResponse:
    """Register an app."""
    return _form_page(request, OAuthApp())


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def edit(request: HttpRequest, app_id: int) -> HttpResponse:
    """Change an app, or give it a new secret."""
    return _form_page(request, find_app(app_id))


@require_safe
@administrator_required
def page(request: HttpRequest, app_id: int) -> HttpResponse:
    """Show an app, what Microsoft said of it, and what comes next."""
    app = find_app(app_id)
    context = {
        "app": app,
        "said": explain(app.check_code) if app.check_code else None,
        "unproven": app.check_code == SECRET_UNPROVEN,
        "by_certificate": app.proof == ProofKind.CERTIFICATE,
        "consent": app.consent_requests.first(),
        "grants": app.grants.all(),
        "days_left": _days_left(app),
        **_around(request, app),
    }
    return render(request, "microsoft/app.html", context)


@require_POST
@administrator_required
def check(_request: HttpRequest, app_id: int) -> HttpResponse:
    """Ask Microsoft."""
    return apps.check(find_app(app_id))


@require_POST
@administrator_required
def delete(request: HttpRequest, app_id: int) -> HttpResponse:
    """Forget an app that nobody signed in by."""
    return apps.delete(request, find_app(app_id))


def find_app(app_id: int) -> OAuthApp:
    """Return the app; Http404 where there is none."""
    return apps.find(MICROSOFT.name, app_id)


def _days_left(app: OAuthApp) -> int | None:
    """Return how many days secret or certificate are still valid, where that is soon over."""
    left = (app.expires_on - timezone.localdate()).days if app.expires_on else _WARN_DAYS + 1
    return max(left, 0) if left <= _WARN_DAYS else None


def _form_page(request: HttpRequest, app: OAuthApp) -> HttpResponse:
    form = AppForm(request.POST or None, app=app)
    context = {"app": app, **_around(request, app)}
    return apps.form_page(request, MICROSOFT.name, form, lambda: _saved(form), context)


def _saved(form: AppForm) -> OAuthApp:
    app = form.apply()
    if form.cleaned_data["proof"] == ProofKind.CERTIFICATE and app.proof != ProofKind.CERTIFICATE:
        return prove_by_certificate(app)
    return save_app(app)


def _around(request: HttpRequest, app: OAuthApp) -> dict[str, object]:
    """Return what both pages show: the callback address, and whether it will work."""
    callback = callback_address(request)
    return {
        "callback": callback,
        "another_address": browser_address(request) if other_address(request) else "",
        # "Redirect URI (reply URL) outline and restrictions" (learn.microsoft.com/entra/identity-platform/reply-url).
        "refused_address": is_plain(callback),
        "cloud": cloud_of(app.cloud),
    }
