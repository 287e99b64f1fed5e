"""Whether a page or a part of it was asked for, and where a form leads to when it is done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseLocation
from django_htmx.middleware import HtmxDetails


def go_to(request: HttpRequest, name: str, *args: int, anchor: str = "") -> HttpResponse:
    """Lead to a page: by a redirect, or, where a part of a page sent the form, by loading the page into its frame."""
    address = reverse(name, args=args) + (f"#{anchor}" if anchor else "")
    if wants_part(request):
        return HttpResponseLocation(address)
    return redirect(address)


def wants_part(request: HttpRequest) -> bool:
    """Whether a part of a page asks for itself, and not a browser for a page."""
    details = getattr(request, "htmx", None)
    return isinstance(details, HtmxDetails) and bool(details) and not details.boosted
