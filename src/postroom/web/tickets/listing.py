"""The ticket list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from postroom.models import Channel, Group, Level, Ticket, User
from postroom.tickets.access import group_ids, is_administrator, named_groups, named_owners
from postroom.tickets.overviews import OVERVIEWS, UNREADABLE, Overview, counts, looker, overviews_for, tickets_in
from postroom.web.access import agent_required, signed_in
from postroom.web.overviews.navigation import links, spoken
from postroom.web.tickets.columns import COLUMNS
from postroom.web.tickets.filtering import FILTERS, is_narrowed, narrowed
from postroom.web.tickets.forms import STATES, Selection, bulk_selections
from postroom.web.tickets.going import wants_part
from postroom.web.tickets.lines import PAGE, first_lines, lines
from postroom.web.tickets.order import GROUPINGS, SORTS
from postroom.web.tickets.showing import rows_of, showing
from postroom.web.tickets.walking import Listed, remember, remembered

_PLACES = ("after", "before", "at")
"""Where a page begins, by the ticket before or after it, and how many come before it."""
_HERE = "here"


@agent_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead to what one comes for: tickets, or the first steps of an installation without a mailbox."""
    if is_administrator(signed_in(request)) and not Channel.objects.exists():
        return redirect("first_steps")
    return redirect("tickets")


@agent_required
def tickets(request: HttpRequest) -> HttpResponse:
    """Show an overview; only its rows where the page asks for news of itself."""
    user = signed_in(request)
    offered = overviews_for(user)
    overview = find(offered, request.GET.get("overview", "open"))
    found, readable = tickets_of(overview, user)
    context = {
        **_page(request, overview, narrowed(found, request.GET), readable),
        **_numbers(request, offered, overview, narrowed(found, request.GET)),
        "overview": overview,
        "readable": readable,
        "filtered": is_narrowed(request.GET),
        "unfiltered": f"?{urlencode({'overview': overview.slug} | _kept(request))}",
    }
    if wants_part(request):
        answer = render(request, "tickets/news.html", context)
    else:
        answer = render(request, "tickets/list.html", {**context, **_controls(request)})
    _remember(request, answer, context)
    return answer


def _remember(request: HttpRequest, answer: HttpResponse, context: dict[str, Any]) -> None:
    """Let the browser know the list; not where one asks for its news while a newer one was shown in another window."""
    query = request.GET.urlencode() or f"overview={context['overview'].slug}"
    before = remembered(request) if wants_part(request) else None
    if not wants_part(request) or (before is not None and before.query == query):
        remember(
            request,
            answer,
            Listed(
                page="tickets",
                query=query,
                tickets=[row.ticket.pk for row in context["rows"]],
                before=_before(request),
                number=context["spoken"],
                previous=context["previous"].removeprefix("?"),
                next=context["next"].removeprefix("?"),
            ),
        )


def find(offered: list[Overview], slug: str) -> Overview:
    """Return the overview of that name.

    Raises Http404 where it is not offered.
    """
    found = next((overview for overview in offered if overview.slug == slug), None)
    if found is None:
        raise Http404
    return found


def tickets_of(overview: Overview, user: User) -> tuple[QuerySet[Ticket], bool]:
    """Return the tickets of an overview, and whether its conditions are understood; none where they are not."""
    try:
        return tickets_in(overview, user), True
    except UNREADABLE:
        return Ticket.objects.none(), False


def _page(request: HttpRequest, overview: Overview, found: QuerySet[Ticket], readable: bool) -> dict[str, Any]:
    user = signed_in(request)
    shown = showing(overview, user, request.GET)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    if readable and not (after or before or is_narrowed(request.GET)):
        page = first_lines(overview, looker(user), shown.sort, shown.group_by)
    else:
        page = lines(found, user.pk, shown.sort, shown.group_by, after, before)
    return {
        "shown": shown,
        "rows": rows_of(page, shown),
        "heads": [(column, *_sorting(request, column.name, shown.sort)) for column in shown.columns],
        "previous": _address(request, before=page.previous, at=max(0, _before(request) - PAGE))
        if page.previous
        else "",
        "next": _address(request, after=page.next, at=_before(request) + len(page)) if page.next else "",
    }


def _sorting(request: HttpRequest, name: str, now: str) -> tuple[str, str]:
    """Where a column's head leads to, and how the list is sorted by it now."""
    target = f"-{name}" if now == name else name
    order = "descending" if now == f"-{name}" else "ascending" if now == name else "none"
    return (_address(request, sort=target) if name in SORTS else ""), order


def _before(request: HttpRequest) -> int:
    """How many tickets come before this page, as the way here counted them."""
    at = request.GET.get("at", "")
    return int(at) if at.isascii() and at.isdigit() and len(at) < 9 else 0


def _address(request: HttpRequest, **changes: str | int) -> str:
    """The address of this list otherwise, from its beginning unless a place is named."""
    query = request.GET.copy()
    for name in _PLACES:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


def _numbers(
    request: HttpRequest, offered: list[Overview], overview: Overview, found: QuerySet[Ticket]
) -> dict[str, Any]:
    """Count the overviews and this list together: one statement."""
    whole = overview in OVERVIEWS and overview.counted and not is_narrowed(request.GET)
    numbers = counts(signed_in(request), offered, {} if whole else {_HERE: found})
    here = numbers[overview.slug if whole else _HERE]
    return {"number": here, "spoken": spoken(here), "overviews": links(offered, numbers)}


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("overview", "sort") if name in request.GET}


def _controls(request: HttpRequest) -> dict[str, Any]:
    """The filter above the list, the change of many tickets, and the choice of columns."""
    user = signed_in(request)
    offered = named_groups(group_ids(user, Level.OVERVIEW))
    changeable = group_ids(user, Level.CHANGE)
    return {
        "groups": [(group.pk, group.name) for group in offered],
        "states": STATES,
        "filters": {name: request.GET.get(name, "") for name in FILTERS},
        "kept": _kept(request),
        "bulk": _bulk(offered, changeable) if changeable else None,
        "columns": COLUMNS.values(),
        "groupings": GROUPINGS.items(),
        "beginning": f"{request.path}{_address(request)}",
    }


def _bulk(offered: list[Group], changeable: set[int]) -> dict[str, Selection]:
    return bulk_selections([group for group in offered if group.pk in changeable], named_owners(changeable))
