"""The signature that goes with a sending address or a group."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from postroom.mail.editing import to_editor
from postroom.mail.html_text import html_to_text
from postroom.models import EmailAddress, Group, Level, Ticket, User
from postroom.tickets.access import groups
from postroom.tickets.composing import signature
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import ticket_of
from postroom.web.tickets.writing import addresses_of
from postroom.web.writing.place import number


@require_safe
@agent_required
def signature_of(request: HttpRequest) -> HttpResponse:
    """Return the signature for `sender` in `ticket`, or for a new ticket of `group`, as HTML and as text."""
    data = request.GET
    if data.get("ticket"):
        ticket = ticket_of(request, number(data["ticket"]), Level.CHANGE)
        sender = get_object_or_404(addresses_of(ticket.group), pk=number(data.get("sender")))
        html = signature_with(ticket, signed_in(request), sender)
    else:
        group = get_object_or_404(groups(signed_in(request), Level.CREATE), pk=number(data.get("group")))
        html = signature(_new(group), signed_in(request))
    return JsonResponse({"rich": to_editor(html, {}), "text": html_to_text(html)})


def signature_with(ticket: Ticket, user: User, sender: EmailAddress) -> str:
    """Return the signature that goes with `sender` in `ticket`, as HTML."""
    return in_language_of(ticket, user, _group_of(sender, ticket))


def _group_of(sender: EmailAddress, ticket: Ticket) -> Group:
    """The group whose address it is; among several the ticket's own."""
    theirs = sender.groups.filter(active=True).select_related("signature")
    if ticket.group.email_address_id == sender.pk:
        return ticket.group
    return theirs.order_by("name").first() or ticket.group


def in_language_of(ticket: Ticket, user: User, group: Group) -> str:
    """Return the signature of `group` as HTML, in the language of the ticket's customer."""
    with translation.override(ticket.customer.language or translation.get_language()):
        return signature(ticket, user, group)


def _new(group: Group) -> Ticket:
    return Ticket(group=group, customer=User(), created_at=timezone.now())
