"""Writing in a ticket: answer, answer to everybody, forward, the same mail again, note.

The composer is a page of its own; the ticket page loads it below the thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Exists, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.configuration import configuration
from postroom.delivery.decide import DecisionRefused
from postroom.mail.html_text import html_to_text
from postroom.models import Article, ArticleKind, Draft, DraftKind, Level, MailKey, SenderKind, Ticket, User
from postroom.tickets.changing import ChangeRefused
from postroom.tickets.composing import NOTHING, Beginning, again, forward, reply_to, signature
from postroom.tickets.replying import ReplyRefused
from postroom.tickets.unsent import Place, draft_at
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import ticket_of
from postroom.web.tickets.going import go_to, wants_part
from postroom.web.tickets.meanwhile import spoken_meanwhile
from postroom.web.tickets.sending import Writing, send_mail, write_down
from postroom.web.tickets.writing import MailForm, NoteForm, WritingForm, addresses_of
from postroom.web.writing.files import keep_uploaded
from postroom.web.writing.opened import Opened, opened, shown_of
from postroom.web.writing.signatures import in_language_of, signature_with

REFUSED = (ReplyRefused, ChangeRefused, DecisionRefused)


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to write a mail."""

    name: str | Promise
    icon: str
    begin: Callable[[Ticket, Article, User], Beginning]


KINDS = {
    "reply": Kind(gettext_lazy("Reply"), "reply", reply_to),
    "reply_all": Kind(
        gettext_lazy("Reply all"),
        "reply-all",
        lambda ticket, article, user: reply_to(ticket, article, user, everybody=True),
    ),
    "forward": Kind(gettext_lazy("Forward"), "forward", forward),
    "again": Kind(gettext_lazy("Edit and resend"), "edit", lambda _ticket, article, _user: again(article)),
}


@agent_required
def write_mail(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show the composer of a mail, and send it."""
    if kind not in KINDS:
        raise Http404
    user = signed_in(request)
    ticket = ticket_of(request, pk, Level.CHANGE, along={"keyed": Exists(MailKey.objects.all())})
    draft = draft_at(Place(user, ticket, kind))
    article = _answered(ticket, request.POST.get("article") or request.GET.get("article"), draft)
    prefetch_related_objects([article], "attachments")
    beginning = _beginning(ticket, article, user, kind)
    shown = opened(beginning, draft, user, article.attachments.all())
    filled = (request.POST or None, request.FILES or None)
    form = MailForm(*filled, ticket=ticket, protectable=vars(ticket)["keyed"], initial=shown.initial)
    writing = Writing(ticket, article, kind, beginning.below, draft)
    form.begin_with(_given(request, writing, user), writing.cids(), may_be_empty=kind == DraftKind.FORWARD)
    context = {
        "kind": kind,
        "kinds": KINDS,
        "article": article,
        "title": KINDS[kind].name,
        "carries": kind in ("forward", "again") and any(not file.inline for file in article.attachments.all()),
        "signature_text": html_to_text(signature(ticket, user)),
    }
    if request.method == "POST" and form.is_valid():
        context["spoken"] = spoken_meanwhile(request, ticket, form)
    if request.method == "POST" and form.is_valid():
        try:
            written = send_mail(user, writing, form)
        except REFUSED as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said_after_sending())
            return go_to(request, "ticket", pk, anchor=f"article-{written.article_id}")
    if form.is_bound:
        draft = keep_uploaded(Place(user, ticket, kind, article), form)
    return _composer(request, ticket, form, shown, draft, context)


@agent_required
def write_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form of an internal note, and keep it."""
    ticket, user = ticket_of(request, pk, Level.CHANGE), signed_in(request)
    draft = draft_at(Place(user, ticket, DraftKind.NOTE))
    shown = opened(NOTHING, draft, user, ())
    form = NoteForm(request.POST or None, request.FILES or None, initial=shown.initial)
    writing = Writing(ticket, None, DraftKind.NOTE, "", draft)
    form.begin_with("", writing.cids())
    if request.method == "POST" and form.is_valid():
        try:
            written = write_down(user, writing, form)
        except REFUSED as refused:
            form.add_error(None, str(refused))
        else:
            return go_to(request, "ticket", pk, anchor=f"article-{written.pk}")
    if form.is_bound:
        draft = keep_uploaded(Place(user, ticket, DraftKind.NOTE), form)
    context = {"kind": "note", "kinds": KINDS, "title": _("Internal note")}
    return _composer(request, ticket, form, shown, draft, context)


def _composer(
    request: HttpRequest,
    ticket: Ticket,
    form: WritingForm,
    shown: Opened,
    draft: Draft | None,
    context: dict[str, Any],
) -> HttpResponse:
    part = wants_part(request)
    template = "tickets/composer.html" if part else "tickets/write.html"
    context = {"ticket": ticket, "form": form, "part": part, "opened": shown, **shown_of(draft), **context}
    query = {"ticket": ticket.pk} | ({"article": context["article"].pk} if "article" in context else {})
    context["offers"] = f"{reverse('text_module_offers')}?{urlencode(query)}"
    return render(request, template, context, status=422 if form.errors else 200)


def said_after_sending() -> str:
    """Return what is said once a mail is in the outbox."""
    seconds = configuration().undo_seconds
    if not seconds:
        return _("Your mail is on its way.")
    return _("Your mail is on its way. You can call it back for %(seconds)d seconds.") % {"seconds": seconds}


def _answered(ticket: Ticket, pk: str | None, draft: Draft | None) -> Article:
    """Return the article that is meant: the one asked for, the draft's, else the last one from or to the customer."""
    if pk and pk.isdigit():
        found = ticket.articles.filter(pk=int(pk)).first()
    elif draft is not None and draft.article is not None:
        found = draft.article
    else:
        public = ticket.articles.filter(internal=False).exclude(sender=SenderKind.SYSTEM)
        found = public.filter(kind=ArticleKind.EMAIL).last() or ticket.articles.last()
    if found is None:
        raise Http404
    return found


def _given(request: HttpRequest, writing: Writing, user: User) -> str:
    """What stands below, with the signature of the address that was chosen to send from."""
    ticket, chosen = writing.ticket, request.POST.get("sender", "")
    if chosen in ("", str(ticket.group.email_address_id)):
        return writing.below
    sender = next((address for address in addresses_of(ticket.group) if str(address.pk) == chosen), None)
    if sender is None:
        return writing.below
    usual = in_language_of(ticket, user, ticket.group)
    return signature_with(ticket, user, sender) + writing.below.removeprefix(usual)


def _beginning(ticket: Ticket, article: Article, user: User, kind: str) -> Beginning:
    """What stands in the mail is in the customer's language, not in the agent's."""
    with translation.override(ticket.customer.language or translation.get_language()):
        return KINDS[kind].begin(ticket, article, user)
