"""From what was written to the verbs."""

from __future__ import annotations

from dataclasses import dataclass

from postroom.delivery import decide
from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_text
from postroom.models import Article, ArticleKind, Attachment, Outbound, Ticket, User
from postroom.tickets.act import Act, acting
from postroom.tickets.changing import change
from postroom.tickets.drafts import FileDraft
from postroom.tickets.locking import locked
from postroom.tickets.noting import note
from postroom.tickets.replying import MailDraft, reply
from postroom.web.tickets.writing import MailForm, NoteForm, WritingForm


@dataclass(frozen=True, slots=True)
class Writing:
    """What a mail is written about: `below` follows what the agent wrote."""

    ticket: Ticket
    article: Article
    kind: str
    below: str


def send_mail(user: User, writing: Writing, form: MailForm) -> Article:
    """Put the mail in the outbox, set the state if one was chosen, and return the article.

    Raises ReplyRefused, ChangeRefused or DecisionRefused, with nothing done.
    """
    with acting(user, "web") as act:
        ticket = locked(writing.ticket.pk)
        if writing.kind == "again":
            _take_back(act, writing.article)
        outbound = reply(act, ticket, _draft(writing, form))
        _set_state(act, ticket, form)
    return Article.objects.get(outbound=outbound)


def write_down(user: User, ticket: Ticket, form: NoteForm) -> Article:
    """Write the note, set the state if one was chosen, and return the article.

    Raises ChangeRefused, with nothing done.
    """
    with acting(user, "web") as act:
        mine = locked(ticket.pk)
        written = note(act, mine, form.text(), form.html(), files=form.uploaded())
        _set_state(act, mine, form)
    return written


def _draft(writing: Writing, form: MailForm) -> MailDraft:
    values = form.cleaned_data
    sign, encrypt = form.protected()
    carried = _carried(writing)
    cids = frozenset(file.content_id for file in carried if file.content_id)
    html = make_safe(f"<div>{form.html()}</div>{writing.below}", cids).html
    return MailDraft(
        to=values["to"],
        cc=values["cc"],
        subject=values["subject"],
        text=html_to_text(html),
        html=html,
        new_text=form.text(),
        answers=_answers(writing),
        sender=values["sender"],
        files=(*(file for file in carried if _belongs(file, html)), *form.uploaded()),
        sign=sign,
        encrypt=encrypt,
    )


def _answers(writing: Writing) -> Article | None:
    """Return what the mail answers: a mail sent again answers what it answered before."""
    if writing.kind == "again":
        return writing.ticket.articles.filter(message_id__in=writing.article.in_reply_to).first()
    return writing.article if writing.article.kind == ArticleKind.EMAIL and writing.kind != "forward" else None


def _carried(writing: Writing) -> list[FileDraft]:
    """A forward and a mail sent again carry all files; an answer the images that its quote shows."""
    files = writing.article.attachments.all()
    if writing.kind not in ("forward", "again"):
        files = files.filter(inline=True)
    return [_file(attachment) for attachment in files]


def _file(attachment: Attachment) -> FileDraft:
    return FileDraft(
        filename=attachment.filename,
        content_type=attachment.content_type,
        content=b"",
        content_id=attachment.content_id,
        inline=attachment.inline,
        digest=attachment.blob_id,
    )


def _belongs(file: FileDraft, html: str) -> bool:
    return not file.inline or f'data-cid="{file.content_id}"' in html


def _take_back(act: Act, article: Article) -> None:
    """The mail that is written anew must not leave beside the new one."""
    for outbound in Outbound.objects.filter(article=article).select_related("article__ticket"):
        if outbound.state in decide.CANCELLABLE:
            decide.cancel(act, outbound)


def _set_state(act: Act, ticket: Ticket, form: WritingForm) -> None:
    state = form.cleaned_data.get("state")
    if state:
        change(act, ticket, state=state, pending_until=form.cleaned_data.get("pending_until"))
