"""Running a macro on one ticket or on many, all in one transaction, and going where it leads."""

from __future__ import annotations

import datetime
from urllib.parse import parse_qs, urlencode, urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from postroom.models import Level, Macro, Ticket, User
from postroom.models.macros import After
from postroom.tickets.access import visible_tickets
from postroom.tickets.act import acting
from postroom.tickets.overviews import UNREADABLE, overviews_for, tickets_in
from postroom.tickets.undoing import keep
from postroom.triggers.macros import MacroRefused, offered_for, run_macro
from postroom.web.access import agent_required, signed_in
from postroom.web.going_back import safe_address
from postroom.web.macros.saying import said_of
from postroom.web.tickets.undoing import offer_undo

_MOST = 500
_USUAL = "mine"


@require_POST
@agent_required
def run(request: HttpRequest) -> HttpResponse:
    """Run `macro` on every `ticket`; where one refuses, nothing is done to any of them."""
    user = signed_in(request)
    tickets = _chosen(request, user)
    macro = _offered(request, tickets)
    try:
        with acting(user, "web") as act:
            done = run_macro(act, tickets, macro)
    except MacroRefused as refused:
        messages.error(request, str(refused))
        return _back(request, tickets)
    text = ngettext("“%(macro)s” was run on one ticket.", "“%(macro)s” was run on %(count)d tickets.", len(done))
    said = said_of(macro, text % {"macro": macro.name, "count": len(done)})
    offer_undo(request, said, keep(user, done), back=reverse("ticket", args=[tickets[0].pk]))
    if "next" in request.POST or len(tickets) > 1 or macro.after == After.STAY:
        return _back(request, tickets)
    return redirect(_after(macro, user, tickets[0], request.POST.get("overview") or _USUAL))


def overview_of(request: HttpRequest) -> str:
    """Return the overview from which somebody came to this page; empty where they came from elsewhere."""
    came_from = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if came_from.path != reverse("tickets"):
        return ""
    return parse_qs(came_from.query).get("overview", [""])[0]


def _chosen(request: HttpRequest, user: User) -> list[Ticket]:
    ids = [int(pk) for pk in request.POST.getlist("ticket") if pk.isdecimal() and len(pk) < 18][:_MOST]
    tickets = list(visible_tickets(user, Level.CHANGE).filter(pk__in=ids))
    if not tickets:
        raise Http404
    return tickets


def _offered(request: HttpRequest, tickets: list[Ticket]) -> Macro:
    pk = request.POST.get("macro", "")
    offered = offered_for(ticket.group_id for ticket in tickets)
    return get_object_or_404(offered, pk=int(pk) if pk.isdecimal() and len(pk) < 18 else 0)


def _back(request: HttpRequest, tickets: list[Ticket]) -> HttpResponse:
    if "next" in request.POST:
        return redirect(safe_address(request, request.POST["next"], "tickets"))
    return redirect("ticket", tickets[0].pk) if len(tickets) == 1 else redirect("tickets")


def _after(macro: Macro, user: User, ticket: Ticket, slug: str) -> str:
    """`ticket` as it was before: it says where the list goes on."""
    following = _following(user, ticket.pk, ticket.updated_at, slug) if macro.after == After.NEXT else None
    if following is not None:
        return reverse("ticket", args=[following])
    return f"{reverse('tickets')}?{urlencode({'overview': slug})}"


def _following(user: User, pk: int, changed: datetime.datetime, slug: str) -> int | None:
    overview = next((overview for overview in overviews_for(user) if overview.slug == slug), None)
    if overview is None:
        return None
    try:
        rows = tickets_in(overview, user).exclude(pk=pk).order_by("-updated_at", "-pk").values_list("pk", flat=True)
        return rows.filter(updated_at__lte=changed).first() or rows.first()
    except UNREADABLE:
        return None
