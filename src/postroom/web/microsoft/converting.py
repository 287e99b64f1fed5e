"""From a channel with a password to one that is signed in at Microsoft."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from postroom.channels.converting.beginning import begin
from postroom.channels.converting.ownership import is_of
from postroom.channels.converting.refusals import AnotherMailbox
from postroom.channels.kinds.microsoft365.config import KIND, Ways, use_grant
from postroom.channels.kinds.microsoft365.converting import ToMicrosoft365, reads
from postroom.channels.kinds.microsoft365.forms import ConvertForm
from postroom.channels.oauth.signing_in import finish_sign_in
from postroom.channels.oauth.states import SignIn
from postroom.models import Channel, OAuthApp
from postroom.web.access import administrator_required, signed_in
from postroom.web.microsoft.addresses import callback_address
from postroom.web.microsoft.sign_in import leave
from postroom.web.oauth.addresses import other_address
from postroom.web.oauth.browser import browser


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def start(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Say what converting does and who has to sign in. Without an app there is one to be registered first."""
    channel = _convertible(channel_id)
    if not OAuthApp.objects.filter(provider="microsoft").exists():
        return redirect("microsoft_app_new")
    form = ConvertForm(request.POST or None)
    if form.is_valid():
        app: OAuthApp = form.cleaned_data["app"]
        mailbox = reads(channel) if form.shared else ""
        sign_in = SignIn(app.pk, browser(request), mailbox, channel.pk, converts=True, choice=form.ways.to_text())
        return leave(request, app, sign_in, form.ways, login_hint="" if mailbox else reads(channel))
    context = {
        "channel": channel,
        "form": form,
        "reads": reads(channel),
        "other_address": other_address(request),
    }
    return render(request, "microsoft/convert.html", context, status=422 if request.method == "POST" else 200)


def converted(request: HttpRequest, app: OAuthApp, sign_in: SignIn, channel_id: int) -> HttpResponse:
    """Go on with a draft of the channel as it is to be, where the mailbox is the one it reads."""
    channel = _convertible(channel_id)
    ways = Ways.from_text(sign_in.choice)
    grant = finish_sign_in(app, sign_in, request.GET["code"], callback_address(request), ways.resources[0])
    if not (sign_in.mailbox or is_of(channel, grant, reads(channel))):
        another = AnotherMailbox(grant.user_name, reads(channel))
        return render(request, "microsoft/another_mailbox.html", {"channel": channel, "another": another}, status=409)
    fill = partial(use_grant, grant=grant, mailbox=sign_in.mailbox, ways=ways)
    return redirect("channel_draft_settings", begin(channel, signed_in(request), KIND, fill).pk)


def _convertible(channel_id: int) -> Channel:
    """Return a channel that can be converted; Http404 where there is none."""
    channel = get_object_or_404(Channel, pk=channel_id)
    if not ToMicrosoft365().offers(channel):
        raise Http404
    return channel
