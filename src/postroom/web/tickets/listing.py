"""The ticket list."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postroom.models import Channel, Ticket
from postroom.tickets.access import is_administrator
from postroom.tickets.overviews import BY_SLUG, tickets_in
from postroom.web.access import agent_required, signed_in

PAGE = 50
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
    """Show an overview; a fragment of it where htmx asks for the rows only."""
    overview = BY_SLUG.get(request.GET.get("overview", "open"))
    if overview is None:
        raise Http404
    found = tickets_in(overview, signed_in(request)).select_related("group", "owner", "customer")
    page = Paginator(found.order_by(*_order(request)), PAGE).get_page(request.GET.get("page"))
    sort = request.GET.get("sort", "-changed")
    context = {"overview": overview, "page": page, "tickets": page.object_list, "sort": sort}
    return render(request, "tickets/list.html", context)


def _order(request: HttpRequest) -> tuple[str, ...]:
    wanted = request.GET.get("sort", "-changed")
    column = SORTS.get(wanted.lstrip("-"), "updated_at")
    return (f"-{column}" if wanted.startswith("-") else column, "-pk")


def address_of(ticket: Ticket) -> str:
    """Return the page of a ticket."""
    return reverse("ticket", args=[ticket.pk])
