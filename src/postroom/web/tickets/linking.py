"""Linking tickets, and making one of a message of another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from postroom.models import Level, LinkKind, Ticket
from postroom.tickets.access import visible_tickets
from postroom.tickets.act import acting
from postroom.tickets.linking import LinkRefused, link, unlink
from postroom.tickets.locking import locked, locked_many
from postroom.tickets.splitting import SplitRefused, split
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import article_of, ticket_of

_PARENT, _CHILD = "parent", "child"


@agent_required
@require_POST
def link_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the ticket to the one of the number given, which is its parent, its child, or just belongs to it."""
    ticket = ticket_of(request, pk, Level.CHANGE)
    other = _numbered(request)
    if other is None:
        return redirect("ticket", pk)
    relation = request.POST.get("relation", "")
    try:
        with acting(signed_in(request), "web") as act:
            both = locked_many([ticket.pk, other.pk])
            here, there = both[ticket.pk], both[other.pk]
            source, target = (there, here) if relation == _PARENT else (here, there)
            link(act, source, target, LinkKind.PARENT if relation in (_PARENT, _CHILD) else LinkKind.NORMAL)
    except LinkRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Linked to ticket #%(number)s.") % {"number": other.number})
    return redirect("ticket", pk)


@agent_required
@require_POST
def unlink_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link of the ticket away."""
    ticket = ticket_of(request, pk, Level.CHANGE)
    other = _numbered(request)
    if other is not None:
        with acting(signed_in(request), "web") as act:
            both = locked_many([ticket.pk, other.pk])
            if unlink(act, both[ticket.pk], both[other.pk]):
                messages.success(request, _("The link is gone."))
    return redirect("ticket", pk)


@agent_required
@require_http_methods(["GET", "HEAD", "POST"])
def split_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a title, then move a message into a ticket of its own."""
    article = article_of(request, pk)
    ticket = ticket_of(request, article.ticket_id, Level.CHANGE)
    title = request.POST.get("title", article.subject or ticket.title)
    if request.method != "POST":
        return render(request, "tickets/split.html", {"ticket": ticket, "article": article, "title": title})
    try:
        with acting(signed_in(request), "web") as act:
            made = split(act, locked(ticket.pk), article, title)
    except SplitRefused as refused:
        messages.error(request, str(refused))
        return redirect("ticket", ticket.pk)
    messages.success(request, _("The message is ticket #%(number)s now.") % {"number": made.number})
    return redirect("ticket", made.pk)


def _numbered(request: HttpRequest) -> Ticket | None:
    """Return the ticket of the number that was entered, if the person may read it; else say that there is none."""
    number = request.POST.get("number", "").strip().lstrip("#").replace("\0", "")
    found = visible_tickets(signed_in(request)).filter(number=number).first()
    if found is None:
        messages.error(request, _("There is no ticket #%(number)s.") % {"number": number[:40]})
    return found
