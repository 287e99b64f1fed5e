"""The first pages of the wizard: which kind, which address, which servers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.channels.drafts import discard_draft, new_draft, save_draft
from postroom.channels.kinds import KINDS
from postroom.channels.probing import probe_draft
from postroom.channels.registry import kind_of
from postroom.models import Purpose
from postroom.web.access import administrator_required
from postroom.web.channels.finding import find_draft, find_kind, person
from postroom.web.channels.presenting import show_probe


@require_safe
@administrator_required
def choose(request: HttpRequest) -> HttpResponse:
    """Offer the kinds of channels; where there is one only, go on with it."""
    if len(KINDS) == 1:
        return redirect("channel_start", next(iter(KINDS)))
    return render(request, "channels/choose.html", {"kinds": KINDS.values()})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask who is to be connected, then look for the servers."""
    found = find_kind(kind)
    draft = new_draft(kind, person(request))
    form = found.start_form(request.POST or None, draft=draft)
    if form.is_valid():
        form.apply(draft)
        draft = save_draft(draft)
        probe_draft(draft, Purpose.GUESS)
        return redirect("channel_draft_settings", draft.pk)
    return _page(request, found.start_template, {"form": form, "kind": found, "step": 1})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def settings(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show the servers that were found, let them be changed, then try them."""
    draft = find_draft(request, draft_id)
    kind = kind_of(draft)
    search = draft.probes.filter(purpose=Purpose.GUESS).first()
    if search is not None and request.method != "POST" and (shown := show_probe(search)).running:
        return render(request, "channels/searching.html", {"draft": draft, "shown": shown, "step": 2})
    form = kind.settings_form(request.POST or None, draft=draft)
    if form.is_valid():
        form.apply(draft)
        draft = save_draft(draft)
        probe_draft(draft, Purpose.CONNECT)
        return redirect("channel_draft_connection", draft.pk)
    context = {"form": form, "kind": kind, "draft": draft, "search": search and show_probe(search), "step": 2}
    return _page(request, kind.settings_template, context)


@require_POST
@administrator_required
def find(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Look for the servers once more."""
    draft = find_draft(request, draft_id)
    probe_draft(draft, Purpose.GUESS)
    return redirect("channel_draft_settings", draft.pk)


@require_POST
@administrator_required
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Throw a draft away, with the password in it."""
    draft = find_draft(request, draft_id)
    channel = draft.channel_id
    discard_draft(draft)
    return redirect("channel", channel) if channel else redirect("channels")


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Render a form; 422 where it was sent and something in it is wrong."""
    return render(request, template, context, status=422 if request.method == "POST" else 200)
