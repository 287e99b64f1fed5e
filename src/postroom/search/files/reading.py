"""Reading the files that wait, one after another, and keeping their words."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from postroom.models import Article, FileState, FileText
from postroom.search.files.reader import Reader
from postroom.search.files.texts import Unreadable
from postroom.search.index import index_articles
from postroom.search.turn import all_files
from postroom.stopping import stopping

LARGEST = 50_000_000
"""Bytes of a file that is looked into."""
_AGAIN_AFTER = datetime.timedelta(minutes=5)
_MOST_ATTEMPTS = 3
_LONGEST_NOTE = 500


def read_waiting(which: Callable[[], QuerySet[FileText]] = all_files) -> None:
    """Read every file that waits, or `which` of them."""
    with Reader() as reader:
        while not stopping() and (row := _claimed(which())) is not None:
            _read(reader, row)


def _claimed(which: QuerySet[FileText]) -> FileText | None:
    """Take the one that waits longest; nobody else takes it for some minutes."""
    with transaction.atomic():
        row = which.order_by("asked_at").select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.attempts += 1
        row.asked_at = timezone.now() + _AGAIN_AFTER
        row.save(update_fields=["attempts", "asked_at"])
        return row


def _read(reader: Reader, row: FileText) -> None:
    if row.attempts > _MOST_ATTEMPTS:
        _keep(row, FileState.UNREADABLE, note="Its reader was interrupted every time.")
    elif row.blob.size > LARGEST:
        _keep(row, FileState.UNREADABLE, note="It is too large to be searched.")
    else:
        _read_apart(reader, row)


def _read_apart(reader: Reader, row: FileText) -> None:
    try:
        answer = reader.read(row.kind, bytes(row.blob.content))
    except Unreadable as reason:
        _keep(row, FileState.UNREADABLE, note=str(reason))
    else:
        state = FileState.PARTLY if answer["cut"] else FileState.READ
        unread = answer["error"] and not answer["text"]
        _keep(row, FileState.UNREADABLE if unread else state, text=answer["text"], note=answer["error"])


@transaction.atomic
def _keep(row: FileText, state: FileState, *, text: str = "", note: str = "") -> None:
    """Write down what was read, and let the articles with this file be found by it."""
    row.state, row.text, row.note = state, text, note[:_LONGEST_NOTE]
    row.save(update_fields=["state", "text", "note"])
    if text:
        index_articles(Article.objects.filter(attachments__blob_id=row.pk).distinct())
