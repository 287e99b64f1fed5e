"""Back from Microsoft: with a code, a consent, or a refusal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postroom.channels.drafts import new_draft, save_draft
from postroom.channels.kinds.microsoft365.config import KIND, Ways, fill_draft, inbound_of, use_grant, ways_of
from postroom.channels.oauth.consent import record_answer
from postroom.channels.oauth.refusals import AnotherUser, SignInUnknown
from postroom.channels.oauth.signing_in import finish_sign_in
from postroom.channels.oauth.states import SignIn, is_consent, read_sign_in
from postroom.channels.oauth.waking import wake_grant
from postroom.channels.probing import probe_draft
from postroom.channels.sentences import explain
from postroom.drivers.errors import DriverError
from postroom.drivers.oauth import refusal
from postroom.models import Channel, ConsentState, OAuthApp, OAuthGrant, Purpose
from postroom.web.access import administrator_required, signed_in
from postroom.web.microsoft.addresses import callback_address
from postroom.web.microsoft.converting import converted
from postroom.web.microsoft.sign_in import find_channel, find_draft
from postroom.web.oauth.browser import browser

_CONSENT_HELPS = {"AADSTS65001", "AADSTS65004", "AADSTS90008", "AADSTS90094", "AADSTS90095", "consent_required"}


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """Take the answer, whichever it is."""
    if is_consent(request.GET.get("state", "")):
        return _consented(request)
    return _signed_in(request)


def _consented(request: HttpRequest) -> HttpResponse:
    """Whoever has the link may answer it: the administrator who does so usually has no account here."""
    try:
        asked = record_answer(request.GET["state"], request.GET.dict())
    except SignInUnknown as unknown:
        return render(request, "microsoft/unknown.html", {"sentence": str(unknown)}, status=400)
    context = {
        "granted": asked.state == ConsentState.GRANTED,
        "said": explain(asked.code) if asked.code else None,
        "asked": asked,
    }
    return render(request, "microsoft/consent_answer.html", context)


@administrator_required
def _signed_in(request: HttpRequest) -> HttpResponse:
    try:
        sign_in = read_sign_in(request.GET.get("state", ""), browser(request))
    except SignInUnknown as unknown:
        return render(request, "microsoft/unknown.html", {"sentence": str(unknown)}, status=400)
    app = get_object_or_404(OAuthApp, pk=sign_in.app_id)
    if "code" not in request.GET:
        return _failed(request, app, sign_in, refusal(request.GET.dict(), "sign-in"))
    try:
        if sign_in.draft_id is not None:
            return _changed(request, app, sign_in, sign_in.draft_id)
        if sign_in.converts and sign_in.channel_id is not None:
            return converted(request, app, sign_in, sign_in.channel_id)
        if sign_in.channel_id is not None:
            return _renewed(request, app, sign_in, find_channel(sign_in.channel_id))
        return _added(request, app, sign_in)
    except DriverError as error:
        return _failed(request, app, sign_in, error)


def _added(request: HttpRequest, app: OAuthApp, sign_in: SignIn) -> HttpResponse:
    """Begin a channel of whoever signed in; the next page says what it reads and sends, before anything is saved."""
    ways = Ways.from_text(sign_in.choice)
    grant = finish_sign_in(app, sign_in, request.GET["code"], callback_address(request), ways.resources[0])
    draft = new_draft(KIND, signed_in(request))
    fill_draft(draft, grant, sign_in.mailbox, ways)
    return redirect("channel_draft_settings", save_draft(draft).pk)


def _changed(request: HttpRequest, app: OAuthApp, sign_in: SignIn, draft_id: int) -> HttpResponse:
    """Try the ways of a draft that needed this sign-in; a shared mailbox may get another delegate by it."""
    draft = find_draft(request, draft_id)
    ways, config = ways_of(draft), inbound_of(draft)
    expected = None if config.shared or config.app else get_object_or_404(OAuthGrant, pk=config.grant)
    code, callback = request.GET["code"], callback_address(request)
    try:
        grant = finish_sign_in(app, sign_in, code, callback, ways.resources[0], expected=expected)
    except AnotherUser as another:
        messages.error(request, str(another))
        return redirect("channel_draft_settings", draft.pk)
    own = sign_in.mailbox.lower() in (grant.email.lower(), grant.user_name.lower())
    use_grant(draft, grant, "" if own else sign_in.mailbox, ways)
    draft = save_draft(draft)
    probe_draft(draft, Purpose.CONNECT)
    return redirect("channel_draft_connection", draft.pk)


def _renewed(request: HttpRequest, app: OAuthApp, sign_in: SignIn, channel: Channel) -> HttpResponse:
    """Renew the grant of a channel; somebody else may only take over as the delegate of a shared mailbox."""
    expected = get_object_or_404(OAuthGrant, pk=inbound_of(channel).grant)
    shared = inbound_of(channel).shared
    code, callback, resource = request.GET["code"], callback_address(request), ways_of(channel).resources[0]
    try:
        grant = finish_sign_in(app, sign_in, code, callback, resource, expected=None if shared else expected)
    except AnotherUser as another:
        return render(request, "microsoft/another_user.html", {"channel": channel, "another": another}, status=409)
    if grant.pk != expected.pk:
        context = {"channel": channel, "grant": grant, "another": AnotherUser(grant.user_name, expected.user_name)}
        return render(request, "microsoft/another_user.html", context, status=409)
    wake_grant(grant)
    messages.success(request, _("Signed in again as %(user)s. All settings are as before.") % {"user": grant.user_name})
    return redirect("channel", channel.pk)


def _failed(request: HttpRequest, app: OAuthApp, sign_in: SignIn, error: DriverError) -> HttpResponse:
    context = {
        "app": app,
        "said": explain(error.code),
        "error": error,
        "consent_helps": error.code in _CONSENT_HELPS,
        "channel_id": sign_in.channel_id,
    }
    return render(request, "microsoft/failed.html", context, status=409)
