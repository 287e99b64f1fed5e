"""Writing in a ticket: answer, answer to everybody, forward, note."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_text
from postroom.models import Article, ArticleKind, Attachment, Level, Ticket
from postroom.tickets.act import Act, acting
from postroom.tickets.changing import ChangeRefused, change
from postroom.tickets.composing import Beginning, forward, reply_to
from postroom.tickets.drafts import FileDraft
from postroom.tickets.locking import locked
from postroom.tickets.noting import note
from postroom.tickets.replying import MailDraft, ReplyRefused, reply
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.forms import MailForm, NoteForm, WritingForm, header
from postroom.web.tickets.ticket import readable

KINDS = ("reply", "reply_all", "forward")


@agent_required
def write_mail(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show the composer for an answer or a forward, and send it."""
    if kind not in KINDS:
        raise Http404
    ticket = readable(request, pk, Level.CHANGE)
    article = _answered(ticket, request.GET.get("article") or request.POST.get("article"))
    form = MailForm(
        request.POST or None, request.FILES or None, ticket=ticket, initial=_initial(request, ticket, article, kind)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _send(request, ticket, article, kind, form)
        except (ReplyRefused, ChangeRefused) as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("ticket", pk)
    context = {"ticket": ticket, "form": form, "kind": kind, "article": article}
    return render(request, "tickets/write_mail.html", context, status=422 if form.errors else 200)


@agent_required
def write_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form for an internal note, and keep it."""
    ticket = readable(request, pk, Level.CHANGE)
    form = NoteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _note(request, ticket, form)
        except ChangeRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("ticket", pk)
    return render(
        request, "tickets/write_note.html", {"ticket": ticket, "form": form}, status=422 if form.errors else 200
    )


def _answered(ticket: Ticket, pk: str | None) -> Article:
    """Return the article that is answered: the one asked for, else the last message that is no note of ours."""
    messages = ticket.articles.filter(kind=ArticleKind.EMAIL)
    if pk and pk.isdigit():
        found = ticket.articles.filter(pk=int(pk)).first()
    else:
        found = messages.filter(internal=False).exclude(sender="system").last() or ticket.articles.last()
    if found is None:
        raise Http404
    return found


def _initial(request: HttpRequest, ticket: Ticket, article: Article, kind: str) -> dict[str, Any]:
    user = signed_in(request)
    with translation.override(ticket.customer.language or translation.get_language()):
        beginning: Beginning = (
            forward(ticket, article, user)
            if kind == "forward"
            else reply_to(ticket, article, user, everybody=kind == "reply_all")
        )
    return {
        "to": header(beginning.to),
        "cc": header(beginning.cc),
        "subject": beginning.subject,
        "body": beginning.html,
    }


def _send(request: HttpRequest, ticket: Ticket, article: Article, kind: str, form: MailForm) -> None:
    values = form.cleaned_data
    carried = _files_of(article) if kind == "forward" else _inline_of(article)
    known = frozenset(file.content_id for file in carried if file.content_id)
    html = make_safe(values["body"], known).html
    with acting(signed_in(request), "web") as act:
        mine = locked(ticket.pk)
        reply(
            act,
            mine,
            MailDraft(
                to=values["to"],
                cc=values["cc"],
                subject=values["subject"],
                text=html_to_text(html),
                html=html,
                answers=article if article.kind == ArticleKind.EMAIL and kind != "forward" else None,
                sender=values["sender"],
                files=(*_shown(carried, html), *_uploaded(form)),
            ),
        )
        _set_state(act, mine, form)


def _note(request: HttpRequest, ticket: Ticket, form: NoteForm) -> None:
    with acting(signed_in(request), "web") as act:
        mine = locked(ticket.pk)
        html = make_safe(form.cleaned_data["body"]).html
        note(act, mine, html_to_text(html), html, files=_uploaded(form))
        _set_state(act, mine, form)


def _set_state(act: Act, ticket: Ticket, form: WritingForm) -> None:
    state = form.cleaned_data.get("state")
    if state:
        change(act, ticket, state=state, pending_until=form.cleaned_data.get("pending_until"))


def _uploaded(form: WritingForm) -> tuple[FileDraft, ...]:
    return tuple(
        FileDraft(file.name or "file", file.content_type or "application/octet-stream", file.read())
        for file in form.cleaned_data["files"]
    )


def _files_of(article: Article) -> tuple[FileDraft, ...]:
    return tuple(_file(attachment) for attachment in article.attachments.select_related("blob"))


def _inline_of(article: Article) -> tuple[FileDraft, ...]:
    """The images that a quoted message shows travel with the quote."""
    return tuple(_file(attachment) for attachment in article.attachments.filter(inline=True).select_related("blob"))


def _shown(files: tuple[FileDraft, ...], html: str) -> tuple[FileDraft, ...]:
    return tuple(file for file in files if not file.inline or f'data-cid="{file.content_id}"' in html)


def _file(attachment: Attachment) -> FileDraft:
    return FileDraft(
        filename=attachment.filename,
        content_type=attachment.content_type,
        content=b"",
        content_id=attachment.content_id,
        inline=attachment.inline,
        digest=attachment.blob_id,
    )
