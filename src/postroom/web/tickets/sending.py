"""From what was written to the verbs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from postroom.delivery import decide
from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_mail_text, html_to_text
from postroom.models import Article, ArticleKind, Attachment, Draft, Outbound, Ticket, User
from postroom.tickets.act import Act, acting
from postroom.tickets.changing import change
from postroom.tickets.drafts import FileDraft
from postroom.tickets.holding import hold_until, keep_for_return, snapshot
from postroom.tickets.locking import locked
from postroom.tickets.noting import note
from postroom.tickets.replying import MailDraft, reply
from postroom.tickets.unsent import Place, discard_draft, files_of
from postroom.web.tickets.writing import MailForm, NoteForm, WritingForm


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written about: `below` follows what the agent wrote, where the editor did not show it to be changed."""

    ticket: Ticket
    article: Article | None
    kind: str
    below: str
    draft: Draft | None = None

    def given_text(self) -> str:
        """Return as text what stood there before anybody wrote."""
        return html_to_text(self.below)

    def files(self) -> tuple[FileDraft, ...]:
        """Return what the mail may carry: files of the draft, and those of the message it is about."""
        return (*_carried(self), *files_of(self.draft))

    def cids(self) -> frozenset[str]:
        """Return the Content-IDs that images of the text may name."""
        return frozenset(file.content_id for file in self.files() if file.content_id)


def send_mail(user: User, writing: Writing, form: MailForm) -> Outbound:
    """Put the mail in the outbox, set the state if one was chosen, and return the mail.

    Raises ReplyRefused, ChangeRefused or DecisionRefused, with nothing done.
    """
    with acting(user, "web") as act:
        ticket = locked(writing.ticket.pk)
        if writing.kind == "again" and writing.article is not None:
            _take_back(act, writing.article)
        until, before = hold_until(act), snapshot(ticket)
        held = act.but(hold=until)
        outbound = reply(held, ticket, replace(_draft(writing, form), not_before=until))
        _set_state(held, ticket, form)
        place = Place(user, ticket, writing.kind, writing.article)
        if until is None:
            discard_draft(place)
        else:
            act.new.flush()
            keep_for_return(place, outbound, form.drafted(), before, ticket)
    return outbound


def write_down(user: User, writing: Writing, form: NoteForm) -> Article:
    """Write the note, set the state if one was chosen, and return the article.

    Raises ChangeRefused, with nothing done.
    """
    with acting(user, "web") as act:
        mine = locked(writing.ticket.pk)
        html = form.html()
        files = (*(file for file in writing.files() if belongs(file, html)), *form.uploaded())
        written = note(act, mine, form.text(), html, files=files)
        _set_state(act, mine, form)
        discard_draft(Place(user, mine, writing.kind))
    return written


def _draft(writing: Writing, form: MailForm) -> MailDraft:
    values = form.cleaned_data
    sign, encrypt = form.protected()
    text, html = _bodies(writing, form)
    return MailDraft(
        to=values["to"],
        cc=values["cc"],
        bcc=values["bcc"],
        subject=values["subject"],
        text=text,
        html=html,
        new_text=form.own_text(),
        answers=_answers(writing),
        sender=values["sender"],
        files=(*(file for file in writing.files() if belongs(file, html)), *form.uploaded()),
        sign=sign,
        encrypt=encrypt,
    )


def _bodies(writing: Writing, form: MailForm) -> tuple[str, str]:
    """Return text and HTML; a plain mail has none."""
    if form.is_plain:
        parts = (form.text(), "" if form.is_whole else writing.given_text())
        return "\n\n".join(part for part in parts if part), ""
    html = make_safe(f"<div>{form.html()}</div>{'' if form.is_whole else writing.below}", writing.cids()).html
    return html_to_mail_text(html), html


def _answers(writing: Writing) -> Article | None:
    """Return what the mail answers: a mail sent again answers what it answered before."""
    article = writing.article
    if article is None or writing.kind == "forward":
        return None
    if writing.kind == "again":
        return writing.ticket.articles.filter(message_id__in=article.in_reply_to).first()
    return article if article.kind == ArticleKind.EMAIL else None


def _carried(writing: Writing) -> list[FileDraft]:
    """A forward and a mail sent again carry all files; an answer the images that its quote shows."""
    if writing.article is None:
        return []
    everything = writing.kind in ("forward", "again")
    return [_file(attachment) for attachment in writing.article.attachments.all() if everything or attachment.inline]


def _file(attachment: Attachment) -> FileDraft:
    return FileDraft(
        filename=attachment.filename,
        content_type=attachment.content_type,
        content=b"",
        content_id=attachment.content_id,
        inline=attachment.inline,
        digest=attachment.blob_id,
        size=attachment.size,
    )


def belongs(file: FileDraft, html: str) -> bool:
    """Whether `html` shows the file, or need not."""
    return not file.inline or f'data-cid="{file.content_id}"' in html


def _take_back(act: Act, article: Article) -> None:
    """The mail that is written anew must not leave beside the new one."""
    for outbound in Outbound.objects.filter(article=article).select_related("article__ticket"):
        if outbound.state in decide.CANCELLABLE:
            decide.cancel(act, outbound)


def _set_state(act: Act, ticket: Ticket, form: WritingForm) -> None:
    state, until = form.wanted_state(act.at)
    if state:
        change(act, ticket, state=state, pending_until=until)
