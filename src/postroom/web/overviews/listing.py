"""One's own overviews, and those shared by administrators, in their order."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.models import StoredOverview
from postroom.tickets.overview_editing import delete_overview, move_overview, of_owner, place_overview
from postroom.web.access import administrator_required, agent_required, signed_in
from postroom.web.overviews.finding import changeable

_STEPS = {"up": -1, "down": 1}


@require_safe
@agent_required
def own(request: HttpRequest) -> HttpResponse:
    """List one's own overviews."""
    return render(request, "overviews/list.html", {"rows": of_owner(signed_in(request)), "shared": False})


@require_safe
@administrator_required
def shared(request: HttpRequest) -> HttpResponse:
    """List the shared overviews."""
    rows = of_owner(None).prefetch_related("groups", "roles")
    return render(request, "overviews/list.html", {"rows": rows, "shared": True})


@require_POST
@agent_required
def move(request: HttpRequest, pk: int, where: str) -> HttpResponse:
    """Let an overview stand earlier or later, or at a place of the list."""
    row = changeable(request, pk)
    place = request.POST.get("place", "")
    if where in _STEPS:
        move_overview(row, _STEPS[where])
    elif where == "to" and place.isdecimal() and len(place) < 6:
        place_overview(row, int(place))
    else:
        raise Http404
    return redirect(_list_of(row))


@require_http_methods(["GET", "HEAD", "POST"])
@agent_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete an overview; its tickets stay."""
    row = changeable(request, pk)
    if request.method == "POST":
        delete_overview(row)
        messages.success(request, _("The overview is deleted."))
        return redirect(_list_of(row))
    return render(request, "overviews/remove.html", {"overview": row, "back": _list_of(row)})


def _list_of(row: StoredOverview) -> str:
    return "overviews_shared" if row.owner_id is None else "overviews"
