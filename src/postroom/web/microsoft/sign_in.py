"""On the way to Microsoft: for a new account, or once more for a channel."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from postroom.channels.drafts import draft_of, new_draft, save_draft
from postroom.channels.kinds import KINDS
from postroom.channels.kinds.microsoft365.config import KIND, Ways, inbound_of, use_grant, ways_of
from postroom.channels.kinds.microsoft365.forms import SettingsForm, StartForm
from postroom.channels.oauth.signing_in import sign_in_url
from postroom.channels.oauth.states import SignIn
from postroom.channels.probing import probe_draft
from postroom.models import Channel, ChannelDraft, OAuthApp, OAuthGrant, Purpose
from postroom.web.access import administrator_required, signed_in
from postroom.web.microsoft.addresses import callback_address
from postroom.web.microsoft.as_app import begin_as_app
from postroom.web.oauth.addresses import other_address
from postroom.web.oauth.browser import browser


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def start(request: HttpRequest) -> HttpResponse:
    """Ask which mailbox; the first page of the wizard. Without an app there is one to be registered first."""
    if not OAuthApp.objects.filter(provider="microsoft").exists():
        return redirect("microsoft_app_new")
    form = StartForm(request.POST or None, draft=new_draft(KIND, signed_in(request)))
    if form.is_valid():
        app: OAuthApp = form.cleaned_data["app"]
        mailbox, choice = form.cleaned_data["mailbox"], form.ways.to_text()
        if form.by_app:
            return begin_as_app(request, app, mailbox, form.ways)
        return leave(request, app, SignIn(app.pk, browser(request), mailbox, choice=choice), form.ways)
    context = {
        "form": form,
        "kind": KINDS[KIND],
        "step": 1,
        "other_address": other_address(request),
    }
    return render(request, KINDS[KIND].start_template, context, status=422 if request.method == "POST" else 200)


@require_POST
@administrator_required
def again(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Sign in once more for a channel that exists; all its settings stay."""
    channel = find_channel(channel_id)
    config = inbound_of(channel)
    grant = get_object_or_404(OAuthGrant.objects.select_related("app"), pk=config.grant)
    mailbox = config.mailbox if config.shared else ""
    sign_in = SignIn(grant.app_id, browser(request), mailbox, channel.pk)
    return leave(request, grant.app, sign_in, ways_of(channel), login_hint=grant.user_name)


@require_POST
@administrator_required
def change(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Sign in for the ways that were chosen in the settings, because Microsoft has to be asked for another right."""
    draft = find_draft(request, draft_id)
    form = SettingsForm(request.POST, draft=draft)
    if not form.is_valid():
        context = {"form": form, "kind": KINDS[KIND], "draft": draft, "step": 2}
        return render(request, KINDS[KIND].settings_template, context, status=422)
    form.apply(draft)
    draft = save_draft(draft)
    config = inbound_of(draft)
    grant = get_object_or_404(OAuthGrant.objects.select_related("app"), pk=config.grant)
    mailbox = config.mailbox if config.shared else ""
    sign_in = SignIn(grant.app_id, browser(request), mailbox, draft_id=draft.pk)
    return leave(request, grant.app, sign_in, ways_of(draft), login_hint=grant.user_name)


@require_POST
@administrator_required
def delegate(request: HttpRequest, channel_id: int, grant_id: int) -> HttpResponse:
    """Let somebody else be the delegate of a shared mailbox: tried before it is saved."""
    channel = find_channel(channel_id)
    grant = get_object_or_404(OAuthGrant, pk=grant_id)
    draft = draft_of(channel, signed_in(request))
    use_grant(draft, grant, inbound_of(channel).mailbox, ways_of(channel))
    draft = save_draft(draft)
    probe_draft(draft, Purpose.CONNECT)
    return redirect("channel_draft_connection", draft.pk)


def find_channel(channel_id: int) -> Channel:
    """Return a channel of this kind; Http404 where there is none."""
    return get_object_or_404(Channel, pk=channel_id, kind=KIND)


def find_draft(request: HttpRequest, draft_id: int) -> ChannelDraft:
    """Return a draft of this kind, of the person who asks; Http404 where there is none."""
    return get_object_or_404(ChannelDraft, pk=draft_id, kind=KIND, created_by=signed_in(request))


def leave(request: HttpRequest, app: OAuthApp, sign_in: SignIn, ways: Ways, *, login_hint: str = "") -> HttpResponse:
    """Send the browser to Microsoft, to consent to what `ways` need."""
    # A page between, because a redirect in answer to a form counts as sending the form there: the policy forbids it.
    address = sign_in_url(app, sign_in, callback_address(request), ways.resources, login_hint=login_hint)
    return render(request, "microsoft/leaving.html", {"address": address, "app": app, "mailbox": sign_in.mailbox})
