"""The page of one ticket."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postroom.models import Level, Ticket
from postroom.tickets.access import groups, may
from postroom.triggers.macros import offered_along
from postroom.web.access import agent_required, signed_in
from postroom.web.macros.running import overview_of
from postroom.web.tickets.beside import beside
from postroom.web.tickets.finding import ticket_of
from postroom.web.tickets.forms import TicketForm
from postroom.web.tickets.history import history_of
from postroom.web.tickets.thread import newest_event, rows_of
from postroom.web.tickets.walking import place_of
from postroom.web.writing.begun import begun_in, with_begun


@agent_required
def ticket_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the thread, what is known beside it, and the ways to answer."""
    user = signed_in(request)
    ticket = ticket_of(request, pk, along={"macros": offered_along(), **with_begun(user)})
    may_change = may(user, Level.CHANGE, ticket) and ticket.merged_into is None
    entries = history_of(ticket)
    near = beside(ticket, user)
    context = {
        **_begun_of(request, ticket, may_change=may_change),
        "ticket": ticket,
        "rows": rows_of(ticket),
        "others": near.others,
        "linked": near.linked,
        "history": entries,
        "newest": entries[0].pk if entries else 0,
        "may_change": may_change,
        "place": place_of(request, pk),
        "form": TicketForm(ticket=ticket, groups=groups(user, Level.CREATE), by=user) if may_change else None,
    }
    return render(request, "tickets/ticket.html", context)


@agent_required
def ticket_news(request: HttpRequest, pk: int, after: int) -> HttpResponse:
    """Say that something happened since the page was shown; it is not swapped away under who reads or writes."""
    ticket = ticket_of(request, pk)
    newest = newest_event(ticket, after, signed_in(request))
    if newest is None:
        return HttpResponse(status=204)
    return render(request, "tickets/something_new.html", {"ticket": ticket, "event": newest})


def _begun_of(request: HttpRequest, ticket: Ticket, *, may_change: bool) -> dict[str, Any]:
    """What somebody may go on with here, and the macros there are."""
    if not may_change:
        return {}
    return {
        "begun": begun_in(ticket),
        "macros": vars(ticket)["macros"],
        "macro_overview": overview_of(request),
    }
