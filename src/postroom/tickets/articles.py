"""Writing an article with its files: used by the verbs, no verb itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from postroom.models import Article, Attachment, Blob, Ticket
from postroom.sentences import made_of
from postroom.tickets.act import Act
from postroom.tickets.drafts import ArticleDraft, FileDraft

_LISTS = ("in_reply_to", "references", "nature_because", "defects")


def write_article(act: Act, ticket: Ticket, draft: ArticleDraft) -> Article:
    """Write `draft` as an article of `ticket`. The caller counts it and saves the ticket."""
    values = {field.name: getattr(draft, field.name) for field in dataclasses.fields(draft)}
    files = values.pop("files")
    values.update({name: list(values[name]) for name in _LISTS})
    article = Article(
        ticket=ticket,
        raw_id=values.pop("raw_digest"),
        created_at=values.pop("created_at") or act.at,
        created_by=act.by,
        defects_made_of=_storable({str(defect): parts for defect in draft.defects if (parts := made_of(defect))}),
        **{name: _storable(value) for name, value in values.items()},
    )
    act.new.add(article)
    attach(act, article, files)
    return article


def attach(act: Act, article: Article, files: Sequence[FileDraft]) -> None:
    """Write `files` as attachments of `article`."""
    if not files:
        return
    fresh = iter(Blob.objects.keep(file.content for file in files if not file.digest))
    act.new.add(
        *(
            Attachment(
                article=article,
                filename=_without_nul(file.filename),
                content_type=file.content_type[:255],
                size=file.size or len(file.content),
                content_id=_without_nul(file.content_id),
                inline=file.inline,
                blob_id=file.digest or next(fresh),
            )
            for file in files
        )
    )


def _storable(value: object) -> object:
    if isinstance(value, str):
        return _without_nul(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_without_nul(name): _storable(item) for name, item in value.items()}
    return value


def _without_nul(text: str) -> str:
    """PostgreSQL text takes no NUL, and mail has them."""
    return text.replace("\0", "")
