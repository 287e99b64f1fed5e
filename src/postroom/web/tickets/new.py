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
from postroom.models import DraftKind, Level, Priority, Ticket, TicketState, TicketTemplate, User
from postroom.people.customers import customers
from postroom.tickets.access import group_ids, groups, owners_in
from postroom.tickets.act import acting
from postroom.tickets.composing import NOTHING, signature
from postroom.tickets.drafts import FileDraft
from postroom.tickets.numbers import next_identity
from postroom.tickets.opening import TicketDraft
from postroom.tickets.replying import MailDraft, ReplyRefused
from postroom.tickets.starting import start_by_mail, start_by_phone
from postroom.tickets.unsent import Place, discard_draft, draft_at, files_of
from postroom.tickets.variables import Context, fill_html, fill_text
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.sending import belongs
from postroom.web.tickets.writing import NewTicketForm
from postroom.web.writing.files import keep_uploaded
from postroom.web.writing.opened import opened, shown_of


@agent_required
def new_ticket(request: HttpRequest) -> HttpResponse:
    """Show the form of a new ticket, and open it."""
    user = signed_in(request)
    offered = groups(user, Level.CREATE)
    templates = list(TicketTemplate.objects.filter(active=True))
    given = _given(request, templates)
    draft = draft_at(_place(user))
    shown = opened(NOTHING, None if given else draft, user, ())
    usual = {"customer": request.GET.get("customer", ""), "state": TicketState.OPEN}
    form = NewTicketForm(
        request.POST or None, request.FILES or None, initial={**usual, **_filled(shown.initial), **given}
    )
    form.offer(offered, owners_in(group_ids(user, Level.CREATE)), user)
    files = files_of(draft)
    form.begin_with("", frozenset(file.content_id for file in files if file.content_id))
    if request.method == "POST" and form.is_valid():
        try:
            ticket = _open(user, form, files)
        except ReplyRefused as refused:
            form.add_error(None, str(refused))
        else:
            return _after_opening(request, user, ticket)
    if form.is_bound:
        draft = keep_uploaded(_place(user), form)
    context = {
        "form": form,
        "may_create": offered.exists(),
        "templates": templates,
        "opened": shown,
        "kind": DraftKind.NEW,
        "offers": reverse("text_module_offers"),
        **shown_of(draft),
    }
    return render(request, "tickets/new.html", context, status=422 if form.errors else 200)


def _place(user: User) -> Place:
    return Place(user, None, DraftKind.NEW)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """What a draft leaves empty is as on a fresh page."""
    return {name: value for name, value in values.items() if value}


def _open(user: User, form: NewTicketForm, drafted: tuple[FileDraft, ...]) -> Ticket:
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
            discard_draft(_place(user))
            about = _about(draft)
            html = fill_html(form.html(), Context(about, agent=user))
            files = (*(file for file in drafted if belongs(file, html)), *form.uploaded())
            if values["how"] == "phone":
                text = fill_text(form.text(), Context(about, agent=user))
                return start_by_phone(act, draft, text, html, files)
            return start_by_mail(act, draft, _mail(user, about, form, html, files))


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


def _about(draft: TicketDraft) -> Ticket:
    """The ticket as its variables speak of it, before it is there."""
    return Ticket(
        number=draft.identity.number if draft.identity else "",
        title=draft.title,
        group=draft.group,
        customer=draft.customer,
        state=draft.state,
        created_at=timezone.now(),
    )


def _mail(user: User, about: Ticket, form: NewTicketForm, html: str, files: tuple[FileDraft, ...]) -> MailDraft:
    context = Context(about, agent=user)
    below = "" if form.is_whole else signature(about, user)
    if form.is_plain:
        parts = (fill_text(form.text(), context), html_to_mail_text(below))
        text, whole = "\n\n".join(part for part in parts if part), ""
    else:
        whole = make_safe(f"<div>{html}</div>{below}", frozenset(file.content_id for file in files)).html
        text = html_to_mail_text(whole)
    return MailDraft(
        to=(Address(about.customer.name, about.customer.email),),
        subject=about.title,
        text=text,
        html=whole,
        new_text=fill_text(form.own_text(), context),
        files=files,
    )


def _after_opening(request: HttpRequest, user: User, ticket: Ticket) -> HttpResponse:
    """Who may create tickets in a group need not be allowed to read them."""
    messages.success(request, _("Ticket #%(number)s was opened.") % {"number": ticket.number})
    readable = ticket.group_id in group_ids(user, Level.READ)
    return redirect(reverse("ticket", args=[ticket.pk]) if readable else reverse("tickets"))
