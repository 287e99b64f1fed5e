"""Tickets that answer a search, as the page shows them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models.functions import Left
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from postroom.conditions.compile import to_q
from postroom.conditions.personal import personal
from postroom.models import Level, Ticket, User
from postroom.search.finding import Among, Hit, Place, find_best, find_by_attributes, find_by_words
from postroom.search.questions import Question, question
from postroom.search.saving import Asked
from postroom.search.snippets import Piece, highlighted, snippet
from postroom.search.syntax import parse
from postroom.tickets.access import group_ids, visible_articles, visible_attachments, visible_tickets

_LONGEST = 20_000
"""Characters of a text in which the words are looked for."""
_DEADLINE = "4s"


_NOTHING, _MARK, _END_OF_MARK = SafeString(""), SafeString("<mark>"), SafeString("</mark>")


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket and what of it answers."""

    ticket: Ticket
    title: SafeString
    snippet: SafeString = _NOTHING
    sender: str = ""
    """Header text: who wrote the article."""
    filename: str = ""
    """The file, where the words are in one."""
    at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of results. `next` is where the next one begins; `late`: it took too long and was given up."""

    rows: list[Row]
    next: str = ""
    late: bool = False


def find_rows(user: User, asked: Asked, *, best: bool, after: str) -> Rows:
    """Return a page of the tickets that `user` may read."""
    asks = question(parse(asked.text))
    among = _among(user, asked, words=bool(asks.tsquery))
    try:
        with _deadline():
            hits, following = _find(among, asks, best=best, after=after)
    except OperationalError:
        return Rows([], late=True)
    return Rows(list(_rows(user, hits, asks)), following)


def _among(user: User, asked: Asked, *, words: bool) -> Among:
    parts = asked.rest if words else [*asked.rest, *asked.without]
    conditions = personal({"all": parts}, user.pk, group_ids(user, Level.CHANGE))
    unwanted = question(parse(asked.unwanted)).tsquery if words else ""
    return Among(visible_tickets(user).filter(to_q(conditions)), bool(asked.rest), unwanted)


def _find(among: Among, asks: Question, *, best: bool, after: str) -> tuple[list[Hit], str]:
    if not asks.tsquery:
        page = find_by_attributes(among.tickets, Place.read(after))
    elif best:
        skip = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
        hits, more = find_best(among, asks.tsquery, skip)
        return hits, str(skip + len(hits)) if more else ""
    else:
        page = find_by_words(among, asks.tsquery, Place.read(after))
    return page.hits, str(page.next or "")


@contextmanager
def _deadline() -> Iterator[None]:
    """Give up statements that take too long: nobody waits for their answer any more."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Read from end to end the table of words takes seconds, which the planner does not know.
            cursor.execute(f"SET LOCAL statement_timeout = '{_DEADLINE}'; SET LOCAL enable_seqscan = off")
        yield


def _rows(user: User, hits: list[Hit], asks: Question) -> Iterable[Row]:
    tickets = visible_tickets(user).select_related("customer", "group").in_bulk([hit.ticket_id for hit in hits])
    articles = _articles(user, hits)
    files = _files(user, hits)
    for hit in hits:
        ticket = tickets.get(hit.ticket_id)
        if ticket is not None:
            yield _row(ticket, articles.get(hit.article_id or 0), files.get(hit.attachment_id or 0), asks)


def _articles(user: User, hits: list[Hit]) -> dict[int, dict[str, Any]]:
    pks = [hit.article_id for hit in hits if hit.article_id]
    found = visible_articles(user).filter(pk__in=pks).annotate(start=Left("body_text", _LONGEST))
    return {row["pk"]: {**row} for row in found.values("pk", "ticket_id", "start", "from_header", "created_at")}


def _files(user: User, hits: list[Hit]) -> dict[int, dict[str, Any]]:
    pks = [hit.attachment_id for hit in hits if hit.attachment_id]
    if not pks:
        return {}
    found = visible_attachments(user).filter(pk__in=pks).annotate(start=Left("blob__file_text__text", _LONGEST))
    return {row["pk"]: {**row} for row in found.values("pk", "filename", "start")}


def _row(ticket: Ticket, article: dict[str, Any] | None, file: dict[str, Any] | None, asks: Question) -> Row:
    title = _marked(highlighted(ticket.title[:200], asks))
    if article is None or article["ticket_id"] != ticket.pk:
        return Row(ticket, title)
    text = file["start"] if file else article["start"]
    name = file["filename"] if file else ""
    return Row(ticket, title, _marked(snippet(text or "", asks)), article["from_header"], name, article["created_at"])


def _marked(pieces: list[Piece]) -> SafeString:
    """Join pieces as HTML; in a loop of a template that would take as long as all the rest of the page."""
    return format_html_join("", "{}{}{}", (_around(piece) for piece in pieces))


def _around(piece: Piece) -> tuple[SafeString, str, SafeString]:
    return (_MARK, piece.text, _END_OF_MARK) if piece.hit else (_NOTHING, piece.text, _NOTHING)
