"""One ticket: its page, its attributes, the hint that another ticket may be meant."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.models import Level, Ticket
from postroom.tickets.access import groups, visible_tickets
from postroom.tickets.act import acting
from postroom.tickets.changing import ChangeRefused, change
from postroom.tickets.locking import locked, locked_many
from postroom.tickets.merging import MergeRefused, dismiss_hint, merge
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.forms import TicketForm
from postroom.web.tickets.thread import history_of, others_of, rows_of


def readable(request: HttpRequest, pk: int, level: Level = Level.READ) -> Ticket:
    """Return the ticket if the person has `level` on it; else there is no such page for them."""
    found = visible_tickets(signed_in(request), level)
    return get_object_or_404(
        found.select_related(
            "group__email_address", "group__signature", "owner", "customer__organisation", "hinted_ticket"
        ),
        pk=pk,
    )


@agent_required
def ticket_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the thread, what is known beside it, and the composer."""
    ticket = readable(request, pk)
    user = signed_in(request)
    changeable = groups(user, Level.CHANGE)
    may_change = any(group.pk == ticket.group_id for group in changeable)
    context = {
        "ticket": ticket,
        "rows": rows_of(ticket),
        "others": others_of(ticket, user),
        "history": history_of(ticket),
        "may_change": may_change,
        "form": TicketForm(ticket=ticket, groups=groups(user, Level.CREATE)) if may_change else None,
    }
    return render(request, "tickets/ticket.html", context)


@agent_required
@require_POST
def change_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Change attributes; what is refused is said on the page."""
    ticket = readable(request, pk, Level.CHANGE)
    user = signed_in(request)
    form = TicketForm(request.POST, ticket=ticket, groups=groups(user, Level.CREATE))
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("ticket", pk)
    try:
        with acting(user, "web") as act:
            change(act, locked(pk), **form.cleaned_data)
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    return redirect("ticket", pk)


@agent_required
@require_POST
def accept_hint(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the ticket's articles to the ticket its mail named."""
    ticket = readable(request, pk, Level.CHANGE)
    target = readable(request, ticket.hinted_ticket_id or 0, Level.CHANGE)
    try:
        with acting(signed_in(request), "web") as act:
            both = locked_many([ticket.pk, target.pk])
            merge(act, both[ticket.pk], both[target.pk])
    except MergeRefused as refused:
        messages.error(request, str(refused))
        return redirect("ticket", pk)
    messages.success(request, _("Moved to ticket %(number)s.") % {"number": target.number})
    return redirect("ticket", target.pk)


@agent_required
@require_POST
def refuse_hint(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the ticket is a matter of its own."""
    readable(request, pk, Level.CHANGE)
    with acting(signed_in(request), "web") as act:
        dismiss_hint(act, locked(pk))
    return redirect("ticket", pk)
