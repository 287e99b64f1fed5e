"""All filters in their order, and what one button does to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.intake.filters import editing as verbs
from postroom.models import Filter
from postroom.web.access import administrator_required

_STEPS = {"up": -1, "down": 1}


@require_safe
@administrator_required
def filters(request: HttpRequest) -> HttpResponse:
    """List filters in the order in which they are asked."""
    return render(request, "filters/list.html", {"filters": Filter.objects.all()})


@require_POST
@administrator_required
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a filter be asked, or not."""
    found, active = find(pk), request.POST.get("active") == "1"
    verbs.switch_filter(found, active=active)
    sentence = _("“%(name)s” is asked from now on.") if active else _("“%(name)s” is not asked any more.")
    messages.success(request, sentence % {"name": found.name})
    return redirect("filters")


@require_POST
@administrator_required
def move(_request: HttpRequest, pk: int, where: str) -> HttpResponse:
    """Let a filter be asked earlier or later."""
    if where not in _STEPS:
        raise Http404
    verbs.move_filter(find(pk), _STEPS[where])
    return redirect("filters")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete a filter."""
    found = find(pk)
    if request.method == "POST":
        verbs.delete_filter(found)
        messages.success(request, _("The filter is deleted."))
        return redirect("filters")
    return render(request, "filters/remove.html", {"filter": found})


def find(pk: int) -> Filter:
    """Return the filter; Http404 where there is none."""
    return get_object_or_404(Filter, pk=pk)
