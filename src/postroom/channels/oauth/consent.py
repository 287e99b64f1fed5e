"""Consent of an administrator, asked for by a link that works without an account here.

Source: "Admin consent on the Microsoft identity platform"
(learn.microsoft.com/entra/identity-platform/v2-admin-consent).
"""

from __future__ import annotations

from collections.abc import Mapping

from authlib.common.urls import add_params_to_uri
from django.utils import timezone

from postroom.channels.oauth.microsoft import MICROSOFT
from postroom.channels.oauth.refusals import SignInUnknown
from postroom.channels.oauth.states import consent_state, read_consent
from postroom.channels.oauth.tokens import end_app_tokens
from postroom.drivers.oauth import refusal
from postroom.models import ConsentRequest, ConsentState, OAuthApp, User


def request_consent(app: OAuthApp, by: User) -> ConsentRequest:
    """Begin a request; one that is still open is returned instead."""
    waiting = app.consent_requests.filter(state=ConsentState.OPEN).first()
    return waiting or ConsentRequest.objects.create(app=app, created_by=by)


def consent_link(request: ConsentRequest, redirect_uri: str, scope: str) -> str:
    """Return the address an administrator opens to consent to `scope`."""
    app = request.app
    parameters = [
        ("client_id", app.client_id),
        ("scope", scope),
        ("redirect_uri", redirect_uri),
        ("state", consent_state(request.pk)),
    ]
    link: str = add_params_to_uri(MICROSOFT.consent_url(app), parameters)
    return link


def record_answer(state: str, answer: Mapping[str, str]) -> ConsentRequest:
    """Write down what the administrator decided. Raises SignInUnknown."""
    request = ConsentRequest.objects.select_related("app").filter(pk=read_consent(state)).first()
    if request is None:
        raise SignInUnknown
    refused = refusal(answer, "consent") if "error" in answer else None
    granted = refused is None and answer.get("admin_consent", "").lower() == "true"
    request.state = ConsentState.GRANTED if granted else ConsentState.REFUSED
    request.code, request.text = (refused.code, refused.server_text) if refused else ("", "")
    request.tenant = answer.get("tenant", "")[:100]
    request.answered_at = timezone.now()
    request.save()
    end_app_tokens(request.app)
    return request
