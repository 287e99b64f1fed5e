"""Mailboxes that the app opens in its own name, without a person signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from postroom.channels.drafts import new_draft, save_draft
from postroom.channels.kinds.microsoft365.config import KIND, Ways, use_app
from postroom.channels.oauth.access import Access
from postroom.channels.sentences import explain
from postroom.drivers.errors import DriverError
from postroom.models import ChannelDraft, OAuthApp
from postroom.web.access import signed_in


def begin_as_app(request: HttpRequest, app: OAuthApp, mailbox: str, ways: Ways) -> HttpResponse:
    """Begin a channel; the next page says what an administrator has to do."""
    draft = new_draft(KIND, signed_in(request))
    draft.email = draft.name = mailbox
    return go_on_as_app(request, app, draft, mailbox, ways)


def go_on_as_app(
    request: HttpRequest, app: OAuthApp, draft: ChannelDraft, mailbox: str, ways: Ways, channel_id: int | None = None
) -> HttpResponse:
    """Let the app open the mailbox of a draft. Its first token tells under which id the tenant knows it."""
    try:
        Access(app).token(ways.resources[0])
    except DriverError as error:
        context = {"app": app, "said": explain(error.code), "error": error, "by_app": True, "channel_id": channel_id}
        return render(request, "microsoft/failed.html", context, status=409)
    use_app(draft, app, mailbox, ways)
    return redirect("channel_draft_settings", save_draft(draft).pk)
