"""The lines of a probe, asked for again and again while it runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from postroom.models import Probe
from postroom.web.access import administrator_required
from postroom.web.channels.presenting import show_probe


@require_safe
@administrator_required
def lines(request: HttpRequest, probe_id: int) -> HttpResponse:
    """Return the lines so far; when no more will come let the page load anew, for it has something else to say then."""
    shown = show_probe(get_object_or_404(Probe, pk=probe_id))
    piece = render(request, "channels/_probe.html", {"shown": shown})
    if not shown.running:
        # Only once this piece, which asks no more, is in its place: a page that asks on loads anew more than once.
        trigger_client_event(piece, "loadAnew", after="swap")
    return piece
