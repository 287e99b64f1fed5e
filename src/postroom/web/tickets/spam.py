"""Calling a ticket spam: by one button, taken back by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.models import Level
from postroom.tickets.act import acting
from postroom.tickets.changing import ChangeRefused
from postroom.tickets.locking import locked
from postroom.tickets.spam import mark_as_spam
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import ticket_of
from postroom.web.tickets.undoing import offer_undo


@agent_required
@require_POST
def spam(request: HttpRequest, pk: int) -> HttpResponse:
    """Tag and close the ticket and block its sender."""
    ticket = ticket_of(request, pk, Level.CHANGE)
    user = signed_in(request)
    try:
        with acting(user, "web") as act:
            entry = mark_as_spam(act, locked(pk), user)
    except ChangeRefused as refused:
        messages.error(request, str(refused))
        return redirect("ticket", pk)
    blocked = entry.payload["blocked"]
    if blocked:
        text = _("Ticket #%(number)s is spam and closed, and %(email)s is blocked.")
        text %= {"number": ticket.number, "email": blocked}
    else:
        text = _("Ticket #%(number)s is spam and closed.") % {"number": ticket.number}
    offer_undo(request, text, entry, back=reverse("ticket", args=[pk]))
    return redirect("tickets")
