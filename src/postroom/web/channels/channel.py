"""One channel: how it is, its addresses, its group, its settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.channels.converting.offers import offer_for
from postroom.channels.drafts import draft_of
from postroom.channels.kinds import KINDS
from postroom.channels.notices_ahead import ahead_of
from postroom.channels.refusals import Refusal
from postroom.channels.regrouping import change_group
from postroom.models import Channel, FormerAccount, Group, Purpose
from postroom.web.access import administrator_required
from postroom.web.channels.finding import find_channel, person
from postroom.web.channels.following import show_following
from postroom.web.channels.forms import GroupForm
from postroom.web.channels.presenting import show_ahead, show_health, show_probe

_PARTS = {
    "settings": "channel_draft_settings",
    "folder": "channel_draft_folder",
    "import": "channel_draft_import",
}


@require_safe
@administrator_required
def page(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Show one channel."""
    channel = find_channel(channel_id)
    probe = channel.probes.filter(purpose__in=[Purpose.CHECK, Purpose.ENABLE]).first()
    context = {
        "channel": channel,
        "health": show_health(channel),
        "ahead": show_ahead(ahead_of(channel)),
        "addresses": channel.addresses.prefetch_related("groups"),
        "shown": show_probe(probe) if probe else None,
        "reminder": _lacks_address(channel),
        "offer": offer_for(channel),
        "following": show_following(channel) if channel.active else None,
        "former": FormerAccount.objects.filter(channel=channel).first(),
        "kind_template": KINDS[channel.kind].channel_template if channel.kind in KINDS else "",
    }
    return render(request, "channels/channel.html", context)


@require_POST
@administrator_required
def edit(request: HttpRequest, channel_id: int, part: str) -> HttpResponse:
    """Begin to change settings: in a draft, which is tried before it takes the place of what works now."""
    if part not in _PARTS:
        raise Http404
    draft = draft_of(find_channel(channel_id), person(request))
    return redirect(_PARTS[part], draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def group(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Give new mail to another group."""
    channel = find_channel(channel_id)
    form = GroupForm(request.POST or None, channel=channel)
    if form.is_valid():
        try:
            change_group(channel, form.cleaned_data["group"], form.cleaned_data["sending_address"])
        except Refusal as refusal:
            form.add_error("group", str(refusal))
        else:
            messages.success(request, _("New mail goes to the group from now on."))
            return redirect("channel", channel.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/group.html", {"channel": channel, "form": form}, status=status)


def _lacks_address(channel: Channel) -> Group | None:
    """Return the channel's group where it has no sending address: its agents cannot answer."""
    return channel.group if channel.group.email_address_id is None else None
