"""Which texts of an article are searched, under which weight."""

from __future__ import annotations

from collections.abc import Iterator

from postroom.models import Article, FileText, SearchText, Ticket
from postroom.search.vector import FILE_MARK, Weighted, vector

_LONGEST_TEXT = 500_000
"""Characters of one text; the vector's own bound comes later."""


def documents(article: Article) -> list[SearchText]:
    """Return the rows of an article: its own, and one for every file whose words are known.

    The article comes with its ticket's customer and organisation and with its attachments and their texts.
    """
    files = list(article.attachments.all())
    own = [*_head(article.ticket), *_article(article), *((file.filename, "D") for file in files)]
    marks = [FILE_MARK] if any(not file.inline for file in files) else []
    rows = [_row(article, vector(own, marks))]
    for file in files:
        known = _known(file.blob)
        if known:
            texts = [*_head(article.ticket), *_people(article), (file.filename, "D"), (known, "D")]
            row = _row(article, vector(texts, [FILE_MARK]))
            row.attachment = file
            rows.append(row)
    return rows


def _row(article: Article, document: str) -> SearchText:
    return SearchText(ticket_id=article.ticket_id, article=article, at=article.created_at, document=document)


def _head(ticket: Ticket) -> Iterator[Weighted]:
    yield f"{ticket.number} {ticket.title}", "A"
    yield f"{ticket.customer.name} {ticket.customer.email}", "A"
    yield " ".join(ticket.tags), "A"
    if ticket.organisation is not None:
        yield ticket.organisation.name, "A"


def _people(article: Article) -> Iterator[Weighted]:
    author = article.created_by
    yield article.from_header or (f"{author.name} {author.email}" if author is not None else ""), "B"
    yield f"{article.to_header} {article.cc_header}", "C"


def _article(article: Article) -> Iterator[Weighted]:
    yield from _people(article)
    yield article.subject, "D"
    yield article.body_text[:_LONGEST_TEXT], "D"


def _known(blob: object) -> str:
    read = getattr(blob, "file_text", None)
    return read.text[:_LONGEST_TEXT] if isinstance(read, FileText) else ""
