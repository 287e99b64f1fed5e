"""On the way to Google: for a new account, or once more for a channel."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from postroom.channels.drafts import new_draft
from postroom.channels.kinds import KINDS
from postroom.channels.kinds.google.config import KIND, config_of
from postroom.channels.kinds.google.forms import StartForm
from postroom.channels.oauth.google import Google
from postroom.channels.oauth.resources import MAIL
from postroom.channels.oauth.signing_in import sign_in_url
from postroom.channels.oauth.states import SignIn
from postroom.models import Channel, OAuthApp, OAuthGrant
from postroom.web.access import administrator_required, signed_in
from postroom.web.google.addresses import callback_address
from postroom.web.oauth.addresses import other_address
from postroom.web.oauth.browser import browser


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def start(request: HttpRequest) -> HttpResponse:
    """Ask which mailbox; the first page of the wizard. Without an app there is one to be registered first."""
    if not OAuthApp.objects.filter(provider=Google.name).exists():
        return redirect("google_app_new")
    form = StartForm(request.POST or None, draft=new_draft(KIND, signed_in(request)))
    if form.is_valid():
        app: OAuthApp = form.cleaned_data["app"]
        return leave(request, app, SignIn(app.pk, browser(request)), form.cleaned_data["mailbox"])
    context = {"form": form, "kind": KINDS[KIND], "step": 1, "other_address": other_address(request)}
    return render(request, KINDS[KIND].start_template, context, status=422 if request.method == "POST" else 200)


@require_POST
@administrator_required
def again(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Sign in once more for a channel that exists; all its settings stay."""
    channel = find_channel(channel_id)
    grant = get_object_or_404(OAuthGrant.objects.select_related("app"), pk=config_of(channel).grant)
    sign_in = SignIn(grant.app_id, browser(request), channel_id=channel.pk)
    return leave(request, grant.app, sign_in, grant.user_name)


def find_channel(channel_id: int) -> Channel:
    """Return a channel of this kind; Http404 where there is none."""
    return get_object_or_404(Channel, pk=channel_id, kind=KIND)


def leave(request: HttpRequest, app: OAuthApp, sign_in: SignIn, login_hint: str) -> HttpResponse:
    """Send the browser to Google."""
    # A page between, because a redirect in answer to a form counts as sending the form there: the policy forbids it.
    address = sign_in_url(app, sign_in, callback_address(request), [MAIL], login_hint=login_hint)
    return render(request, "google/leaving.html", {"address": address, "mailbox": login_hint})
