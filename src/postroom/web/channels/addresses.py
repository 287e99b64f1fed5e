"""Adding, changing and removing addresses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from postroom.channels.addresses import add_address, change_address, remove_address
from postroom.channels.refusals import Refusal
from postroom.models import EmailAddress
from postroom.web.access import administrator_required
from postroom.web.channels.finding import find_channel
from postroom.web.channels.forms import AddressForm


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def add(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Add an address to a channel."""
    channel = find_channel(channel_id)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            add_address(channel, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The address is added."))
            return redirect("channel", channel.pk)
    return _page(request, {"form": form, "channel": channel})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def change(request: HttpRequest, address_id: int) -> HttpResponse:
    """Change an address."""
    address = _find(address_id)
    form = AddressForm(request.POST or None, address=address)
    if form.is_valid():
        try:
            change_address(address, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The address is changed."))
            return _back(address)
    return _page(request, {"form": form, "channel": address.channel, "address": address})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, address_id: int) -> HttpResponse:
    """Say which groups lose their sending address, then remove it."""
    address = _find(address_id)
    if request.method == "POST":
        try:
            remove_address(_find(address_id))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The address is removed."))
        return _back(address)
    context = {"address": address, "channel": address.channel, "groups": address.groups.all()}
    return render(request, "channels/address_remove.html", context)


def _find(address_id: int) -> EmailAddress:
    return get_object_or_404(EmailAddress.objects.select_related("channel"), pk=address_id)


def _back(address: EmailAddress) -> HttpResponse:
    return redirect("channel", address.channel.pk) if address.channel else redirect("channels")


def _page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    return render(request, "channels/address.html", context, status=422 if request.method == "POST" else 200)
