"""Who opens the mailbox of a channel: somebody who signed in, or the app itself. Changed with all settings kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from postroom.channels.drafts import draft_of
from postroom.channels.kinds.microsoft365.config import inbound_of, ways_of
from postroom.channels.oauth.access import accesses_of
from postroom.channels.oauth.microsoft import MICROSOFT
from postroom.channels.oauth.states import SignIn
from postroom.models import Channel, OAuthApp
from postroom.web.access import administrator_required, signed_in
from postroom.web.microsoft.as_app import go_on_as_app
from postroom.web.microsoft.sign_in import find_channel, leave
from postroom.web.oauth.addresses import other_address
from postroom.web.oauth.browser import browser


@require_safe
@administrator_required
def page(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Say who it is now, and what each choice means."""
    channel = find_channel(channel_id)
    config = inbound_of(channel)
    names = [access.name for access in accesses_of(channel) if access.grant]
    context = {
        "channel": channel,
        "mailbox": config.mailbox,
        "by_app": bool(config.app),
        "user": ", ".join(names),
        "other_address": other_address(request),
    }
    return render(request, "microsoft/opener.html", context)


@require_POST
@administrator_required
def by_app(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Let the app open the mailbox: tried before it takes the place of what works now."""
    channel = find_channel(channel_id)
    app = _app_of(channel)
    if app is None:
        return redirect("microsoft_app_new")
    if MICROSOFT.open_to_any_tenant(app):
        messages.error(request, _("Without a person signing in, the app needs the ID of its tenant. Enter it there."))
        return redirect("microsoft_opener", channel.pk)
    draft = draft_of(channel, signed_in(request))
    return go_on_as_app(request, app, draft, inbound_of(channel).mailbox, ways_of(channel), channel.pk)


@require_POST
@administrator_required
def by_person(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Let somebody sign in for the mailbox; whoever does not own it opens it as its delegate."""
    channel = find_channel(channel_id)
    app = _app_of(channel)
    if app is None:
        return redirect("microsoft_app_new")
    draft = draft_of(channel, signed_in(request))
    sign_in = SignIn(app.pk, browser(request), inbound_of(channel).mailbox, draft_id=draft.pk)
    return leave(request, app, sign_in, ways_of(channel))


def _app_of(channel: Channel) -> OAuthApp | None:
    """Return the channel's app, or another one where it is gone."""
    known = [access.app for access in accesses_of(channel)]
    return known[0] if known else OAuthApp.objects.filter(provider="microsoft").first()
