"""What the ticket page shows, gathered in a fixed number of statements."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from postroom.channels.sentences import explain
from postroom.channels.sentences.sentence import Sentence
from postroom.delivery.decide import CANCELLABLE, RESENDABLE
from postroom.mail.fold import fold_text
from postroom.mail.split import Role
from postroom.models import Article, ArticleKind, Attachment, Event, Outbound, OutboundState, SenderKind, Ticket, User
from postroom.web.tickets.files import address_of
from postroom.web.tickets.previewing import kind_of, preview_of

_REMOTE = re.compile(r"<[^>]* data-remote-(?:src|background)=(?![^>]*data-tracking)")
_PRE_WRAP = '<div style="white-space:pre-wrap">'
_STYLE = re.compile(r'(<[^>]*) style="[^"]*"')


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a plain text body; what is `past` is folded."""

    html: SafeString
    past: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail on its way out, and what can be done about it."""

    outbound: Outbound
    sentence: Sentence | None
    resend: bool
    cancel: bool
    uncertain: bool
    undo_until: datetime.datetime | None
    """Till then who wrote it can call it back."""
    writer: int | None
    moving: bool
    """It changes by itself: the page looks again."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article with what belongs to it."""

    article: Article
    attachments: list[dict[str, object]]
    deliveries: list[Delivery]
    frame_url: str
    has_remote: bool
    pieces: list[Piece]


def rows_of(ticket: Ticket) -> list[Row]:
    """Return the thread, oldest first. Three statements, however long it is."""
    articles = list(ticket.articles.prefetch_related("attachments"))
    deliveries = deliveries_of(articles)
    return [_row(article, deliveries[article.pk]) for article in articles]


def newest_event(ticket: Ticket, after: int, user: User) -> Event | None:
    """Return the newest event after that one which `user` did not cause."""
    news = ticket.events.filter(pk__gt=after).exclude(actor=user).select_related("actor")
    return news.order_by("-pk").first()


def deliveries_of(articles: Iterable[Article]) -> dict[int, list[Delivery]]:
    """Return what became of the mails of these articles, by article. One statement."""
    found: dict[int, list[Delivery]] = defaultdict(list)
    for outbound in Outbound.objects.filter(article__in=list(articles)).select_related("draft").order_by("pk"):
        if outbound.article_id is not None:
            found[outbound.article_id].append(_delivery(outbound))
    return found


def _delivery(outbound: Outbound) -> Delivery:
    state = OutboundState(outbound.state)
    return Delivery(
        outbound=outbound,
        sentence=explain(outbound.error_code) if outbound.error_code and state != OutboundState.SENT else None,
        resend=state in RESENDABLE,
        cancel=state in CANCELLABLE,
        uncertain=state == OutboundState.UNCERTAIN,
        undo_until=outbound.not_before if _can_be_undone(outbound) else None,
        writer=outbound.draft.user_id if hasattr(outbound, "draft") else None,
        moving=state in (OutboundState.WAITING, OutboundState.SENDING),
    )


def _can_be_undone(outbound: Outbound) -> bool:
    waits = outbound.state == OutboundState.WAITING and outbound.attempts == 0 and hasattr(outbound, "draft")
    return waits and outbound.not_before is not None and outbound.not_before > timezone.now()


def _row(article: Article, deliveries: list[Delivery]) -> Row:
    framed = bool(article.body_html) and article.kind == ArticleKind.EMAIL
    return Row(
        article=article,
        attachments=[_file(attachment) for attachment in article.attachments.all() if not attachment.inline],
        deliveries=deliveries,
        frame_url=reverse("article_body", args=[article.pk]) if framed else "",
        # What we quote of others was shown, or not, where it came in.
        has_remote=article.sender != SenderKind.AGENT and _REMOTE.search(article.body_html) is not None,
        pieces=[] if framed else _pieces(article),
    )


def _file(attachment: Attachment) -> dict[str, object]:
    kind = kind_of(attachment.content_type, attachment.filename, attachment.size)
    return {
        "filename": attachment.filename,
        "size": attachment.size,
        "content_type": attachment.content_type,
        "url": address_of(attachment),
        "kind": kind,
        "preview": preview_of(attachment, kind),
    }


def _pieces(article: Article) -> list[Piece]:
    """What was written here takes the page's colours; a mail of nothing but past (forwarded unsaid) is shown."""
    if article.body_html:
        return [Piece(_safe(article.body_html), past=False)]
    folded = fold_text(article.body_text)
    only = not folded.new.strip()
    runs = groupby(folded.parts, key=lambda part: part.role is Role.QUOTED and not only)
    return [Piece(_safe("".join(part.html for part in run)), past) for past, run in runs]


def _safe(html: str) -> SafeString:
    """The policy of our pages refuses style attributes; the one of plain text becomes a class."""
    classed = html.replace(_PRE_WRAP, '<div class="article__text" dir="auto">')
    return mark_safe(_STYLE.sub(r"\1", classed))  # noqa: S308  # fold_text or make_safe wrote it
