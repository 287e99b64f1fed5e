"""The pages of the wizard that show what is tried: the connection, and the test mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from postroom.channels.connecting import finish_anyway, refused_probe
from postroom.channels.probing import has_passed, newest_probe, probe_draft
from postroom.channels.refusals import Refusal
from postroom.models import Direction, LineState, Probe, Purpose
from postroom.web.access import administrator_required
from postroom.web.channels.finding import find_draft
from postroom.web.channels.presenting import show_probe


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def connection(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show both directions being tried; POST tries again."""
    draft = find_draft(request, draft_id)
    if request.method == "POST":
        probe_draft(draft, Purpose.CONNECT)
        return redirect("channel_draft_connection", draft.pk)
    probe = newest_probe(draft, Purpose.CONNECT)
    if probe is None:
        return redirect("channel_draft_settings", draft.pk)
    context = {
        "draft": draft,
        "shown": show_probe(probe),
        "passed": has_passed(draft, Purpose.CONNECT),
        "receives": probe.finished and not _failed(probe, Direction.IN),
        "step": 2,
    }
    return render(request, "channels/connection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def test(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show the test mail on its way; POST sends one. Where it came back the channel is there."""
    draft = find_draft(request, draft_id)
    if request.method == "POST":
        probe_draft(draft, Purpose.ROUND_TRIP)
        return redirect("channel_draft_test", draft.pk)
    if draft.finished_at and draft.channel_id:
        messages.success(request, _("The channel works and is active."))
        return redirect("channel", draft.channel_id)
    probe = newest_probe(draft, Purpose.ROUND_TRIP)
    if probe is None:
        return redirect("channel_draft_import", draft.pk)
    context = {"draft": draft, "shown": show_probe(probe), "may_save": refused_probe(draft) == probe, "step": 5}
    return render(request, "channels/test.html", context)


@require_POST
@administrator_required
def save_anyway(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save a channel that receives though its test mail did not make the way, when that was confirmed."""
    draft = find_draft(request, draft_id)
    if not request.POST.get("confirm"):
        messages.error(request, _("Not saved: confirm that you want the channel as it is."))
        return redirect("channel_draft_test", draft.pk)
    try:
        channel = finish_anyway(draft)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("channel_draft_test", draft.pk)
    messages.warning(request, _("Saved. The channel receives mail; sending has not been seen to work yet."))
    return redirect("channel", channel.pk)


def _failed(probe: Probe, direction: Direction) -> bool:
    return probe.lines.filter(direction=direction, state=LineState.FAILED).exists()
