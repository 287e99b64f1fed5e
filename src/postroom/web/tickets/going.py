"""Where a form leads to when it is done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseLocation


def go_to(request: HttpRequest, name: str, *args: int, anchor: str = "") -> HttpResponse:
    """Lead to a page: by a redirect, or, where a part of a page sent the form, by loading the page into its frame."""
    address = reverse(name, args=args) + (f"#{anchor}" if anchor else "")
    if request.htmx and not request.htmx.boosted:
        return HttpResponseLocation(address)
    return redirect(address)
