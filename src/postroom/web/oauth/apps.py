"""What the pages of registered apps do, whichever provider they are registered at.

A provider's pages have addresses and templates of its name: `<provider>_app`, `<provider>/app_form.html` and so on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from postroom.channels.oauth.apps import check_app, delete_app
from postroom.channels.oauth.waking import wake_app
from postroom.channels.refusals import Refusal
from postroom.models import OAuthApp, ProofKind


def find(provider: str, app_id: int) -> OAuthApp:
    """Return the app; Http404 where there is none."""
    return get_object_or_404(OAuthApp, pk=app_id, provider=provider)


def listing(request: HttpRequest, provider: str, title: Callable[[OAuthApp], object]) -> HttpResponse:
    """Show the apps; with none yet go on to registering one, with one only show that."""
    apps = list(OAuthApp.objects.filter(provider=provider))
    if not apps:
        return redirect(f"{provider}_app_new")
    if len(apps) == 1:
        return redirect(f"{provider}_app", apps[0].pk)
    return render(request, f"{provider}/apps.html", {"apps": [(app, title(app)) for app in apps]})


def form_page(
    request: HttpRequest, provider: str, form: Form, save: Callable[[], OAuthApp], context: dict[str, Any]
) -> HttpResponse:
    """Show the form of an app; once it is right, save the app and ask the provider about it."""
    if form.is_valid():
        saved = save()
        if saved.proof == ProofKind.SECRET:
            check_app(saved)
            wake_app(saved)
        return redirect(f"{provider}_app", saved.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, f"{provider}/app_form.html", {"form": form, **context}, status=status)


def check(app: OAuthApp) -> HttpResponse:
    """Ask the provider; where it says yes, what waited goes on."""
    app = check_app(app)
    if not app.check_code:
        wake_app(app)
    return redirect(f"{app.provider}_app", app.pk)


def delete(request: HttpRequest, app: OAuthApp) -> HttpResponse:
    """Forget an app that no channel is signed in by."""
    try:
        delete_app(app)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{app.provider}_app", app.pk)
    messages.success(request, _("The app is deleted."))
    return redirect("channels")
