"""What can be done to a channel with one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from postroom.channels import deleting
from postroom.channels import switching as verbs
from postroom.channels.fetching import fetch_soon
from postroom.channels.probing import probe_channel
from postroom.channels.refusals import Refusal
from postroom.models import Purpose
from postroom.web.access import administrator_required
from postroom.web.channels.finding import find_channel
from postroom.web.channels.forms import DeleteForm


@require_POST
@administrator_required
def check(_request: HttpRequest, channel_id: int) -> HttpResponse:
    """Try both directions and a test mail."""
    probe_channel(find_channel(channel_id), Purpose.CHECK)
    return redirect("channel", channel_id)


@require_POST
@administrator_required
def fetch(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Look into the mailbox now."""
    channel = find_channel(channel_id)
    if channel.active:
        fetch_soon(channel)
        messages.success(request, _("Postroom looks into the mailbox now."))
    else:
        messages.error(request, _("The channel is disabled. Enable it first."))
    return redirect("channel", channel_id)


@require_POST
@administrator_required
def enable(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Try the channel and enable it if that passes, or at once where somebody confirmed that."""
    channel = find_channel(channel_id)
    if request.POST.get("confirm"):
        verbs.enable(channel)
        messages.warning(request, _("Enabled, though the last check failed."))
    else:
        probe_channel(channel, Purpose.ENABLE)
    return redirect("channel", channel_id)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def disable(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Say what disabling stops, then do it."""
    channel = find_channel(channel_id)
    if request.method == "POST":
        verbs.disable(channel)
        messages.success(request, _("Disabled. Nothing is fetched or sent by this channel."))
        return redirect("channel", channel_id)
    context = {"channel": channel, "consequences": deleting.consequences(channel)}
    return render(request, "channels/disable.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def delete(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Say what goes with the channel, then delete it when its name was typed."""
    channel = find_channel(channel_id)
    form = DeleteForm(request.POST or None, channel=channel)
    if form.is_valid():
        try:
            deleting.delete(channel)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The channel is deleted."))
            return redirect("channels")
    context = {"channel": channel, "form": form, "consequences": deleting.consequences(channel)}
    return render(request, "channels/delete.html", context, status=422 if request.method == "POST" else 200)
