"""Going back from a conversion."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.channels.converting.going_back import go_back as verb
from postroom.channels.probing import probe_channel
from postroom.channels.refusals import Refusal
from postroom.models import Purpose
from postroom.web.access import administrator_required
from postroom.web.channels.finding import find_channel


@require_POST
@administrator_required
def go_back(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Let the channel be as before it was converted, and check whether that still works."""
    find_channel(channel_id)
    try:
        channel = verb(channel_id)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("channel", channel_id)
    messages.success(request, _("The channel is as before. Postroom checks now whether the old password still works."))
    probe_channel(channel, Purpose.CHECK)
    return redirect("channel", channel_id)
