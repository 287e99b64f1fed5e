"""Asking an administrator for consent, and waiting for the answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from postroom.channels.oauth.consent import consent_link, request_consent
from postroom.channels.oauth.microsoft import GRAPH, MAIL
from postroom.channels.sentences import explain
from postroom.models import ConsentRequest, ConsentState
from postroom.web.access import administrator_required, signed_in
from postroom.web.microsoft.addresses import callback_address
from postroom.web.microsoft.apps import find_app


@require_POST
@administrator_required
def ask(request: HttpRequest, app_id: int) -> HttpResponse:
    """Make a link for the administrator."""
    return redirect("microsoft_consent", request_consent(find_app(app_id), signed_in(request)).pk)


@require_safe
@administrator_required
def page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show the link while nobody answered, then the answer."""
    asked = _find(request_id)
    context = {
        "asked": asked,
        "app": asked.app,
        "waiting": asked.state == ConsentState.OPEN,
        "granted": asked.state == ConsentState.GRANTED,
        "link": consent_link(asked, callback_address(request), [GRAPH, MAIL]),
        "said": explain(asked.code) if asked.code else None,
    }
    return render(request, "microsoft/consent.html", context)


@require_safe
@administrator_required
def state(request: HttpRequest, request_id: int) -> HttpResponse:
    """Return that nobody answered yet; once somebody did let the page load anew."""
    asked = _find(request_id)
    if asked.state != ConsentState.OPEN:
        return HttpResponseClientRefresh()
    return render(request, "microsoft/_consent_waiting.html", {"asked": asked})


def _find(request_id: int) -> ConsentRequest:
    return get_object_or_404(ConsentRequest.objects.select_related("app"), pk=request_id)
