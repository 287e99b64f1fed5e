"""The doctor's page: everything about one channel, line by line as it is found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from postroom.channels.doctor.report import support_text
from postroom.channels.probing import probe_channel
from postroom.models import LineState, Probe, Purpose
from postroom.web.access import administrator_required
from postroom.web.channels.finding import find_channel
from postroom.web.channels.presenting import show_probe


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def page(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Show what the doctor found last; POST lets it look again."""
    channel = find_channel(channel_id)
    if request.method == "POST":
        probe_channel(channel, Purpose.DOCTOR)
        return redirect("channel_doctor", channel.pk)
    probe = channel.probes.filter(purpose=Purpose.DOCTOR).first()
    context = {"channel": channel, "addresses": channel.addresses.all(), **(_found(probe) if probe else {})}
    if probe is not None and probe.finished:
        context["text"] = support_text(channel, probe)
    return render(request, "channels/doctor.html", context)


def _found(probe: Probe) -> dict[str, object]:
    states = list(probe.lines.values_list("state", flat=True))
    counts = {"failed": states.count(LineState.FAILED), "warned": states.count(LineState.WARNING)}
    return {"shown": show_probe(probe), **counts}
