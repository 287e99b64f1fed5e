"""Changing a ticket: its attributes, the hint that another ticket may be meant, merging."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.models import Level, Ticket, Undoable, User
from postroom.tickets.access import groups, visible_tickets
from postroom.tickets.act import Act, acting
from postroom.tickets.changing import ChangeRefused, change
from postroom.tickets.locking import locked, locked_many
from postroom.tickets.merging import MergeRefused, dismiss_hint, keep_merge, live, merge
from postroom.tickets.undoing import changed, keep
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import ticket_of
from postroom.web.tickets.forms import TicketForm
from postroom.web.tickets.going import go_to
from postroom.web.tickets.meanwhile import seen_by, still_wanted
from postroom.web.tickets.undoing import offer_undo


@agent_required
@require_POST
def change_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Change attributes; what is refused is said on the page, beside what was typed."""
    ticket = ticket_of(request, pk, Level.CHANGE)
    user = signed_in(request)
    form = TicketForm(request.POST, ticket=ticket, groups=groups(user, Level.CREATE), by=user)
    seen: int | None = seen_by(request)
    if form.is_valid():
        try:
            with acting(user, "web") as act:
                taken = locked(pk)
                wanted = still_wanted(request, taken, form)
                undo = None if wanted is None else _change(act, user, taken, wanted)
        except ChangeRefused as refused:
            form.add_error(None, str(refused))
        else:
            if wanted is not None:
                return _after_change(request, pk, undo)
            # Now the person knows: what they send next holds.
            seen = None
    context = {"ticket": ticket, "form": form, "seen": seen}
    return render(request, "tickets/attributes.html", context, status=422)


def _change(act: Act, user: User, ticket: Ticket, wanted: dict[str, Any]) -> Undoable | None:
    """Change the ticket and keep what was there before; None where nothing changed."""
    closed_before = ticket.closed_at
    return keep(user, [changed(ticket, change(act, ticket, **wanted), closed_before)])


def _after_change(request: HttpRequest, pk: int, undo: Undoable | None) -> HttpResponse:
    """A ticket may be moved to a group whose tickets the person cannot see."""
    if not visible_tickets(signed_in(request)).filter(pk=pk).exists():
        messages.success(request, _("The ticket was moved to a group whose tickets you do not see."))
        return go_to(request, "tickets")
    offer_undo(request, _("Saved."), undo, back=reverse("ticket", args=[pk]))
    if "X-Live" in request.headers:
        # A field that saved itself: the page takes its parts anew and stays.
        return redirect("ticket", pk)
    return go_to(request, "ticket", pk)


@agent_required
@require_POST
def accept_hint(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the ticket's articles to the ticket its mail named."""
    ticket = ticket_of(request, pk, Level.CHANGE)
    return _merge(request, ticket, _target(request, ticket.hinted_ticket))


@agent_required
@require_POST
def refuse_hint(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the ticket is a matter of its own."""
    ticket_of(request, pk, Level.CHANGE)
    with acting(signed_in(request), "web") as act:
        dismiss_hint(act, locked(pk))
    return redirect("ticket", pk)


@agent_required
@require_POST
def merge_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the ticket's articles to the ticket of the number given."""
    ticket = ticket_of(request, pk, Level.CHANGE)
    number = request.POST.get("number", "").strip().lstrip("#")
    target = visible_tickets(signed_in(request), Level.CHANGE).filter(number=number).first()
    if target is None:
        messages.error(request, _("There is no ticket #%(number)s that you may change.") % {"number": number[:40]})
        return redirect("ticket", pk)
    return _merge(request, ticket, target)


def _target(request: HttpRequest, named: Ticket | None) -> Ticket:
    if named is None:
        raise Http404
    return ticket_of(request, live(named).pk, Level.CHANGE)


def _merge(request: HttpRequest, ticket: Ticket, target: Ticket) -> HttpResponse:
    user = signed_in(request)
    try:
        with acting(user, "web") as act:
            both = locked_many([ticket.pk, target.pk])
            entry = keep_merge(user, merge(act, both[ticket.pk], both[target.pk]))
    except MergeRefused as refused:
        messages.error(request, str(refused))
        return redirect("ticket", ticket.pk)
    said = _("Moved to ticket #%(number)s.") % {"number": target.number}
    offer_undo(request, said, entry, back=reverse("ticket", args=[ticket.pk]))
    return redirect("ticket", target.pk)
