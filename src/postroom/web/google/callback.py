"""Back from Google: with a code, or a refusal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postroom.channels.drafts import new_draft, save_draft
from postroom.channels.kinds.google.config import KIND, config_of, fill_draft, follow
from postroom.channels.oauth.google import Google
from postroom.channels.oauth.refusals import AnotherUser, SignInUnknown
from postroom.channels.oauth.resources import MAIL
from postroom.channels.oauth.signing_in import finish_sign_in
from postroom.channels.oauth.states import SignIn, read_sign_in
from postroom.channels.oauth.waking import wake_grant
from postroom.channels.sentences import explain
from postroom.drivers.errors import DriverError
from postroom.drivers.oauth import refusal
from postroom.models import Channel, OAuthApp, OAuthGrant
from postroom.web.access import administrator_required, signed_in
from postroom.web.google.addresses import callback_address
from postroom.web.google.converting import converted
from postroom.web.google.sign_in import find_channel
from postroom.web.oauth.browser import browser


@require_safe
@administrator_required
def answer(request: HttpRequest) -> HttpResponse:
    """Take the answer, whichever it is."""
    try:
        sign_in = read_sign_in(request.GET.get("state", ""), browser(request))
    except SignInUnknown as unknown:
        return render(request, "google/unknown.html", {"sentence": str(unknown)}, status=400)
    app = get_object_or_404(OAuthApp, pk=sign_in.app_id, provider=Google.name)
    if "code" not in request.GET:
        return _failed(request, app, sign_in, refusal(request.GET.dict(), "sign-in"))
    try:
        if sign_in.converts and sign_in.channel_id is not None:
            return converted(request, app, sign_in, sign_in.channel_id)
        if sign_in.channel_id is not None:
            return _renewed(request, app, sign_in, find_channel(sign_in.channel_id))
        return _added(request, app, sign_in)
    except DriverError as error:
        return _failed(request, app, sign_in, error)


def _added(request: HttpRequest, app: OAuthApp, sign_in: SignIn) -> HttpResponse:
    """Begin a channel of whoever signed in; the next page says what it reads and sends, before anything is saved."""
    grant = finish_sign_in(app, sign_in, request.GET["code"], callback_address(request), MAIL)
    draft = new_draft(KIND, signed_in(request))
    fill_draft(draft, grant)
    return redirect("channel_draft_settings", save_draft(draft).pk)


def _renewed(request: HttpRequest, app: OAuthApp, sign_in: SignIn, channel: Channel) -> HttpResponse:
    """Renew the grant of a channel; nobody else may."""
    expected = get_object_or_404(OAuthGrant, pk=config_of(channel).grant)
    code, callback = request.GET["code"], callback_address(request)
    try:
        grant = finish_sign_in(app, sign_in, code, callback, MAIL, expected=expected)
    except AnotherUser as another:
        return render(request, "google/another_user.html", {"channel": channel, "another": another}, status=409)
    follow(channel, grant)
    wake_grant(grant)
    messages.success(request, _("Signed in again as %(user)s. All settings are as before.") % {"user": grant.user_name})
    return redirect("channel", channel.pk)


def _failed(request: HttpRequest, app: OAuthApp, sign_in: SignIn, error: DriverError) -> HttpResponse:
    context = {"app": app, "said": explain(error.code), "error": error, "channel_id": sign_in.channel_id}
    return render(request, "google/failed.html", context, status=409)
