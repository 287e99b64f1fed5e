"""The pages of the wizard where decisions are made: which folder, and what happens to the mail in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from postroom.channels.connecting import refuse_double
from postroom.channels.drafts import save_draft
from postroom.channels.probing import has_passed, newest_probe, probe_draft
from postroom.channels.refusals import Refusal
from postroom.channels.registry import kind_of
from postroom.models import ChannelDraft, Purpose
from postroom.web.access import administrator_required
from postroom.web.channels.finding import find_draft
from postroom.web.channels.forms import FolderForm, ImportForm
from postroom.web.channels.presenting import show_probe


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def folder(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Ask which folder is read, and look into it."""
    draft = find_draft(request, draft_id)
    if not kind_of(draft).has_folders(draft):
        return _look_into(request, draft)
    form = FolderForm(request.POST or None, draft=draft)
    if not form.is_bound and draft.channel_id and newest_probe(draft, Purpose.CONNECT) is None:
        # The list of folders is the server's, as it is now.
        probe_draft(draft, Purpose.CONNECT)
        return redirect("channel_draft_connection", draft.pk)
    if form.is_valid():
        draft.folder = form.path
        return _look_into(request, save_draft(draft))
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/folder.html", {"draft": draft, "form": form, "step": 3}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def importing(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show what lies in the folder and ask what is to happen to it; then send the test mail."""
    draft = find_draft(request, draft_id)
    probe = newest_probe(draft, Purpose.SURVEY)
    if probe is None:
        return _look_into(request, draft)
    if not has_passed(draft, Purpose.SURVEY):
        return render(request, "channels/surveying.html", {"draft": draft, "shown": show_probe(probe), "step": 4})
    form = ImportForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        draft = save_draft(form.save(commit=False))
        probe_draft(draft, Purpose.ROUND_TRIP)
        return redirect("channel_draft_test", draft.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/import.html", {"draft": draft, "form": form, "step": 4}, status=status)


@require_POST
@administrator_required
def foresight(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Return what follows from the choices as they stand in the form now."""
    form = ImportForm(request.POST, draft=find_draft(request, draft_id))
    # Nothing was sent yet, so nothing is wrong yet.
    form.full_clean()
    form.errors.clear()
    return render(request, "channels/_foresight.html", {"form": form})


def _look_into(request: HttpRequest, draft: ChannelDraft) -> HttpResponse:
    try:
        refuse_double(draft)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("channel_draft_settings", draft.pk)
    probe_draft(draft, Purpose.SURVEY)
    return redirect("channel_draft_import", draft.pk)
