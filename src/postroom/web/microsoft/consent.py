"""Asking an administrator for consent, and waiting for the answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh
from django_stubs_ext import StrOrPromise

from postroom.channels.oauth.consent import consent_link, request_consent
from postroom.channels.oauth.providers import provider_of
from postroom.channels.oauth.resources import GRAPH, MAIL
from postroom.channels.sentences import explain
from postroom.channels.sentences.aadsts import DECLINED
from postroom.models import ConsentRequest, ConsentState, OAuthApp
from postroom.web.access import administrator_required, signed_in
from postroom.web.microsoft.addresses import callback_address
from postroom.web.microsoft.apps import find_app


@require_POST
@administrator_required
def ask(request: HttpRequest, app_id: int) -> HttpResponse:
    """Make a link for the administrator."""
    address = reverse("microsoft_consent", args=[request_consent(find_app(app_id), signed_in(request)).pk])
    draft = _draft_id(request.POST)
    return redirect(f"{address}?draft={draft}" if draft else address)


@require_safe
@administrator_required
def page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show the link while nobody answered, then the answer."""
    asked = _find(request_id)
    draft = _draft_id(request.GET)
    context = {
        "asked": asked,
        "app": asked.app,
        "waiting": asked.state == ConsentState.OPEN,
        "granted": asked.state == ConsentState.GRANTED,
        "link": consent_link(asked, callback_address(request), _scope(asked.app, by_app=bool(draft))),
        "draft_id": draft,
        "said": explain(asked.code) if asked.code else None,
        "remedy": _remedy(asked.code),
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


def _remedy(code: str) -> StrOrPromise:
    """Return what to do after a refusal. The sentence of the code itself speaks to people who may only ask."""
    if code in {"", DECLINED}:
        return _("Nothing was allowed. Ask the administrator why; you can send a link again at any time.")
    return explain(code).remedy


def _scope(app: OAuthApp, *, by_app: bool) -> str:
    """Return what is consented to: what people may do by the app, or what the portal says the app itself may."""
    provider = provider_of(app)
    return provider.app_scope(app, MAIL) if by_app else provider.permissions(app, [GRAPH, MAIL])


def _draft_id(sent: QueryDict) -> int:
    """Return the draft of a mailbox that the app is to open itself, where the consent is for that; else 0."""
    text = sent.get("draft", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _find(request_id: int) -> ConsentRequest:
    return get_object_or_404(ConsentRequest.objects.select_related("app"), pk=request_id)
