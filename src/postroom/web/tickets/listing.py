"""The ticket list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from postroom.models import Channel, Level, Ticket
from postroom.tickets.access import group_ids, groups, is_administrator, owners_in
from postroom.tickets.overviews import BY_SLUG, Overview, tickets_in
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.forms import STATES, BulkForm
from postroom.web.tickets.going import wants_part

PAGE = 50
_LONGEST_WORDS = 200
SORTS = {
    "number": "number",
    "title": "title",
    "customer": "customer__name",
    "group": "group__name",
    "state": "state",
    "priority": "priority",
    "changed": "updated_at",
    "created": "created_at",
}


@agent_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead to what one comes for: tickets, or the first steps of an installation without a mailbox."""
    if is_administrator(signed_in(request)) and not Channel.objects.exists():
        return redirect("first_steps")
    return redirect("tickets")


@agent_required
def tickets(request: HttpRequest) -> HttpResponse:
    """Show an overview; only its rows where the page asks for news of itself."""
    overview = BY_SLUG.get(request.GET.get("overview", "open"))
    if overview is None:
        raise Http404
    found = _filtered(request, tickets_in(overview, signed_in(request)))
    ordered = found.select_related("group", "owner", "customer").order_by(*_order(request))
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    context = {"overview": overview, "page": page, "sort": request.GET.get("sort", "-changed")}
    if wants_part(request):
        return render(request, "tickets/news.html", context)
    return render(request, "tickets/list.html", {**context, **_controls(request, overview)})


def _filtered(request: HttpRequest, found: QuerySet[Ticket]) -> QuerySet[Ticket]:
    group, state, words = (request.GET.get(name, "").strip() for name in ("group", "state", "q"))
    if group.isdigit():
        found = found.filter(group_id=int(group))
    if state:
        found = found.filter(state=state)
    for word in words[:_LONGEST_WORDS].replace("\0", "").split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(number__startswith=word.lstrip("#"))
            | Q(customer__name__icontains=word)
            | Q(customer__email__icontains=word)
        )
    return found


def _order(request: HttpRequest) -> tuple[str, ...]:
    wanted = request.GET.get("sort", "")
    column = SORTS.get(wanted.removeprefix("-"))
    if column is None:
        return ("-updated_at", "-pk")
    return (f"-{column}" if wanted.startswith("-") else column, "-pk")


def _controls(request: HttpRequest, overview: Overview) -> dict[str, Any]:
    """The filter above the list, and the change of many tickets."""
    user = signed_in(request)
    offered = list(groups(user, Level.OVERVIEW))
    changeable = group_ids(user, Level.CHANGE)
    bulk = BulkForm(groups=[g for g in offered if g.pk in changeable], owners=list(owners_in(changeable)))
    filters = {name: request.GET.get(name, "") for name in ("q", "group", "state")}
    kept = {name: request.GET[name] for name in ("overview", "sort") if name in request.GET}
    return {
        "groups": offered,
        "states": STATES,
        "filters": filters,
        "filtered": any(filters.values()),
        "kept": kept,
        "unfiltered": f"?{urlencode({'overview': overview.slug} | kept)}",
        "bulk": bulk if changeable else None,
    }
