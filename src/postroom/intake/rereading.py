"""Reading a mail again that could not be opened or verified when it came: a key was added since."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.configuration import configuration
from postroom.intake.article import files_of, showable, shown
from postroom.intake.facts import Mail
from postroom.intake.opening import described
from postroom.intake.reading import Reader
from postroom.models import Article, EventKind, Inbound, Ticket
from postroom.tickets.act import Act
from postroom.tickets.articles import attach
from postroom.tickets.subjects import bare

_SHOWN = (
    "subject",
    "body_text",
    "body_html",
    "new_text",
    "signature_text",
    "nature",
    "nature_because",
    "may_answer",
)


class NotReadable(ValueError):  # named like the verbs' other refusals
    """There is nothing to read again; its text is a sentence for the person who asked."""


def read_again(act: Act, ticket: Ticket, article: Article) -> bool:
    """Open and verify the mail of `article` with the keys there are now; return whether that showed anything new.

    Its raw mail stays as it came; text, attachments and verdict are what is seen now. Raises NotReadable.
    """
    row = Inbound.objects.select_related("raw", "channel").filter(article=article).first()
    if row is None:
        raise NotReadable(_("This message did not come in by mail."))
    item = Reader(configuration()).read(row)
    before = article.security
    article.security = described(item.mail, item.opened)
    if article.security == before:
        return False
    _show(act, ticket, article, item)
    article.save(update_fields=["security", *_SHOWN])
    act.record(ticket, EventKind.CHANGED, article=article, changes={"security": [before, article.security]})
    return True


def _show(act: Act, ticket: Ticket, article: Article, item: Mail) -> None:
    settings = configuration()
    if bare(article.subject, settings) == ticket.title and item.mail.subject != article.subject:
        ticket.title = bare(item.mail.subject, settings) or ticket.title
        ticket.save(update_fields=["title"])
    article.subject = item.mail.subject
    article.body_html = showable(item.mail.html)
    article.body_text, article.new_text, article.signature_text = (
        shown(text) for text in (item.mail.text, item.mail.new_text, item.mail.signature)
    )
    article.nature, article.nature_because = item.mail.nature.kind.value, list(item.mail.nature.because)
    article.may_answer = article.may_answer and item.mail.nature.may_answer
    article.attachments.all().delete()
    attach(act, article, files_of(item.mail, {}))
