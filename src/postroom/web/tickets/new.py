"""Opening a ticket for a customer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_mail_text
from postroom.mail.values import Address
from postroom.models import Level, Priority, Ticket, TicketState, TicketTemplate, User
from postroom.people.customers import customers
from postroom.tickets.access import group_ids, groups, owners_in
from postroom.tickets.act import acting
from postroom.tickets.composing import signature
from postroom.tickets.numbers import next_identity
from postroom.tickets.opening import TicketDraft
from postroom.tickets.replying import MailDraft, ReplyRefused
from postroom.tickets.starting import start_by_mail, start_by_phone
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.writing import NewTicketForm


@agent_required
def new_ticket(request: HttpRequest) -> HttpResponse:
    """Show the form of a new ticket, and open it."""
    user = signed_in(request)
    offered = groups(user, Level.CREATE)
    templates = list(TicketTemplate.objects.filter(active=True))
    initial = {"customer": request.GET.get("customer", ""), "state": TicketState.OPEN, **_given(request, templates)}
    form = NewTicketForm(request.POST or None, request.FILES or None, initial=initial)
    form.offer(offered, owners_in(group_ids(user, Level.CREATE)))
    if request.method == "POST" and form.is_valid():
        try:
            ticket = _open(user, form)
        except ReplyRefused as refused:
            form.add_error(None, str(refused))
        else:
            return _after_opening(request, user, ticket)
    context = {"form": form, "may_create": offered.exists(), "templates": templates}
    return render(request, "tickets/new.html", context, status=422 if form.errors else 200)


def _open(user: User, form: NewTicketForm) -> Ticket:
    values = form.cleaned_data
    with transaction.atomic():
        customer = _customer(values["customer"])
        draft = TicketDraft(
            title=values["title"],
            identity=next_identity(),
            group=values["group"],
            customer=customer,
            state=TicketState(values["state"] or TicketState.OPEN),
            pending_until=values["pending_until"],
            owner=values["owner"],
            priority=Priority(values["priority"] or Priority.NORMAL),
            tags=tuple(values["tags"]),
        )
        with acting(user, "web") as act:
            if values["how"] == "phone":
                return start_by_phone(act, draft, form.text(), form.html(), form.uploaded())
            return start_by_mail(act, draft, _mail(user, draft, form))


def _given(request: HttpRequest, templates: Iterable[TicketTemplate]) -> dict[str, Any]:
    """What the template of the address fills in; what the person may not choose is not among what is offered."""
    chosen = next((row for row in templates if str(row.pk) == request.GET.get("template")), None)
    if chosen is None:
        return {}
    return {
        "title": chosen.title,
        "group": chosen.group_id,
        "owner": chosen.owner_id,
        "priority": chosen.priority,
        "tags": chosen.tags,
        "body": chosen.text,
    }


def _customer(address: Address) -> User:
    return customers({address.email: address.name})[address.email.lower()]


def _mail(user: User, draft: TicketDraft, form: NewTicketForm) -> MailDraft:
    about = Ticket(
        number=draft.identity.number if draft.identity else "",
        title=draft.title,
        group=draft.group,
        customer=draft.customer,
        state=draft.state,
        created_at=timezone.now(),
    )
    html = make_safe(f"<div>{form.html()}</div>{signature(about, user)}").html
    return MailDraft(
        to=(Address(draft.customer.name, draft.customer.email),),
        subject=draft.title,
        text=html_to_mail_text(html),
        html=html,
        new_text=form.text(),
        files=form.uploaded(),
    )


def _after_opening(request: HttpRequest, user: User, ticket: Ticket) -> HttpResponse:
    """Who may create tickets in a group need not be allowed to read them."""
    messages.success(request, _("Ticket #%(number)s was opened.") % {"number": ticket.number})
    readable = ticket.group_id in group_ids(user, Level.READ)
    return redirect(reverse("ticket", args=[ticket.pk]) if readable else reverse("tickets"))
