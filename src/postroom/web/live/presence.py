"""Saying that one is at a ticket, and asking who else is."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from postroom.live.presence import here, leave, others
from postroom.models import Level
from postroom.tickets.access import visible_tickets
from postroom.tickets.informing.following import mark_read
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import ticket_of

_MOST = 200


@agent_required
@require_POST
def be_here(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sign of life: `state` is looking, writing or gone."""
    ticket = ticket_of(request, pk)
    state = request.POST.get("state", "looking")
    if state == "gone":
        leave(signed_in(request), ticket)
    else:
        here(signed_in(request), ticket, writing=state == "writing")
        # Who looks at the ticket needs no bell for it any more.
        mark_read(signed_in(request), ticket)
    return HttpResponse(status=204)


@agent_required
def who_is_here(request: HttpRequest) -> HttpResponse:
    """Show who else is at the tickets asked for, of those that one may see."""
    user = signed_in(request)
    wanted = [int(pk) for pk in request.GET.getlist("ticket")[:_MOST] if pk.isdigit()]
    seen = visible_tickets(user) | visible_tickets(user, Level.OVERVIEW)
    rows = others(user, seen.filter(pk__in=wanted).values_list("pk", flat=True))
    rows.sort(key=lambda row: row.ticket_id)
    people = [(ticket, list(found)) for ticket, found in groupby(rows, key=lambda row: row.ticket_id)]
    return render(request, "live/here.html", {"people": people})
