"""The verbs of drafts: what somebody writes is kept as they write, until it is sent or thrown away.

Nothing of it is part of the ticket: no event, no trigger, and nobody else sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from postroom.models import Article, Blob, Draft, DraftFile, Ticket, User
from postroom.tickets.drafts import FileDraft


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody writes: one draft each. `ticket` None: on the page of new tickets."""

    user: User
    ticket: Ticket | None
    kind: str
    article: Article | None = None


class DraftOutdated(Exception):  # named like DraftGone would be: what the writer saw is no more
    """Another window saved meanwhile, or sent: then `draft` is None."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__()
        self.draft = draft


def draft_at(place: Place) -> Draft | None:
    """Return what was begun there."""
    return _rows(place).prefetch_related("files").first()


def save_draft(place: Place, values: Mapping[str, str], *, version: int, force: bool = False) -> Draft:
    """Keep `values`, the fields of the form; `version` is the one the writer saw last, 0 for none.

    Raises DraftOutdated, with nothing changed, where there is another version, unless `force`.
    """
    try:
        with transaction.atomic():
            return _save(place, values, version, force=force)
    except IntegrityError as error:
        # Two windows began at the same moment.
        raise DraftOutdated(draft_at(place)) from error


def discard_draft(place: Place) -> None:
    """Throw away what was begun there, with its files."""
    _rows(place).delete()


def add_file(place: Place, file: FileDraft) -> DraftFile:
    """Keep a file with the draft, which begins with it where there is none yet."""
    with transaction.atomic():
        draft = _rows(place).select_for_update().first() or _begun(place)
        (digest,) = Blob.objects.keep([file.content])
        return DraftFile.objects.create(
            draft=draft,
            filename=file.filename.replace("\0", "")[:500],
            content_type=file.content_type[:255],
            size=len(file.content),
            content_id=file.content_id,
            inline=file.inline,
            blob_id=digest,
        )


def files_of(draft: Draft | None) -> tuple[FileDraft, ...]:
    """Return the files of a draft as they are attached."""
    rows: Iterable[DraftFile] = draft.files.all() if draft else ()
    return tuple(
        FileDraft(row.filename, row.content_type, b"", row.content_id, row.inline, row.blob_id, row.size)
        for row in rows
    )


def has_draft(user: int) -> Exists:
    """Return, for a query of tickets, whether the person of this id has begun to write in each."""
    return Exists(Draft.objects.filter(ticket=OuterRef("pk"), user=user, outbound=None))


def _save(place: Place, values: Mapping[str, str], version: int, *, force: bool) -> Draft:
    draft = _rows(place).select_for_update().first()
    if not force and version != (draft.version if draft else 0):
        raise DraftOutdated(draft)
    draft = draft or Draft(user=place.user, ticket=place.ticket, kind=place.kind, version=0)
    draft.article, draft.values = place.article, dict(values)
    draft.version, draft.saved_at = draft.version + 1, timezone.now()
    draft.save()
    return draft


def _begun(place: Place) -> Draft:
    return Draft.objects.create(
        user=place.user, ticket=place.ticket, kind=place.kind, article=place.article, saved_at=timezone.now()
    )


def _rows(place: Place) -> QuerySet[Draft]:
    return Draft.objects.filter(user=place.user, ticket=place.ticket, kind=place.kind, outbound=None)
