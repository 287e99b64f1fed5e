"""All channels and how they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from postroom.channels.converting.offers import offer_for
from postroom.channels.notices_ahead import all_ahead
from postroom.models import Channel, EmailAddress
from postroom.web.access import administrator_required
from postroom.web.channels.presenting import show_ahead, show_health


@require_safe
@administrator_required
def channels(request: HttpRequest) -> HttpResponse:
    """List channels with their health, and addresses that belong to none."""
    rows = Channel.objects.select_related("group").prefetch_related("health", "addresses")
    context = {
        "channels": [(channel, show_health(channel)) for channel in rows],
        "offers": [(channel, offer) for channel in rows if (offer := offer_for(channel))],
        "ahead": show_ahead(all_ahead()),
        "unassigned": EmailAddress.objects.filter(channel=None),
    }
    return render(request, "channels/list.html", context)
