"""Telling who writes or changes what others did since their page was made. Works without scripts as with them."""

from __future__ import annotations

from typing import Any

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.http import HttpRequest
from django.utils.translation import gettext as _

from postroom.models import Event, EventKind, Ticket
from postroom.tickets.meanwhile import spoken_since, unseen
from postroom.web.access import signed_in
from postroom.web.tickets.forms import TicketForm
from postroom.web.tickets.history import FIELDS, history_of
from postroom.web.tickets.writing import WritingForm


def seen_by(request: HttpRequest) -> int | None:
    """Return the last event the sent form was made with; None where it does not say."""
    value = request.POST.get("seen", "")
    return int(value) if value.isdigit() else None


def spoken_meanwhile(request: HttpRequest, ticket: Ticket, form: WritingForm) -> Event | None:
    """Note in the form that somebody spoke with the customer meanwhile; None where nobody did, or it is known.

    `ticket` comes from `ticket_of`, which knows the last thing that happened.
    """
    seen = seen_by(request)
    if seen is None:
        return None
    known = request.POST.get("anyway", "")
    last = max(seen, int(known) if known.isdigit() else 0)
    if (vars(ticket)["newest_event"] or 0) <= last:
        return None
    event = spoken_since(ticket, last, signed_in(request))
    if event is not None:
        form.add_error(None, _spoken(event))
    return event


def still_wanted(request: HttpRequest, ticket: Ticket, form: TicketForm) -> dict[str, Any] | None:
    """Return what is to be changed; None, with sentences in the form, where others changed the same meanwhile."""
    seen = seen_by(request)
    if seen is None:
        return form.cleaned_data
    wanted, conflicts = unseen(ticket, seen, form.cleaned_data)
    if not conflicts:
        return wanted
    entries = {entry.pk: entry for entry in history_of(ticket)}
    for name, event in conflicts.items():
        label = str(FIELDS.get(name, name))
        value = next((line.after for line in entries[event.pk].lines if line.name == label), "")
        words = {"who": event.actor or "Postroom", "value": value or _("none"), "when": naturaltime(event.created_at)}
        form.add_error(name, _("%(who)s set this to “%(value)s” %(when)s. Save again to set it to yours.") % words)
    return None


def _spoken(event: Event) -> str:
    words = {"who": event.actor or "Postroom", "when": naturaltime(event.created_at)}
    if event.kind == EventKind.RECEIVED:
        return _("%(who)s wrote again %(when)s. Look first, or send anyway.") % words
    return _("%(who)s answered %(when)s. Look first, or send anyway.") % words
