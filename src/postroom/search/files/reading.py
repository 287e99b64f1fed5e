"""Reading the files that wait, one after another, each in a process of its own."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys

from django.db import transaction
from django.utils import timezone

from postroom.models import Article, FileState, FileText
from postroom.search.index import index_articles

LARGEST = 50_000_000
"""Bytes of a file that is looked into."""
_DEADLINE = 40.0
"""Seconds for one file."""
_AGAIN_AFTER = datetime.timedelta(minutes=5)
_MOST_ATTEMPTS = 3
_LONGEST_NOTE = 500


def read_waiting() -> None:
    """Read every file that waits."""
    while (row := _claimed()) is not None:
        _read(row)


def _claimed() -> FileText | None:
    """Take the one that waits longest; nobody else takes it for some minutes."""
    with transaction.atomic():
        waiting = FileText.objects.filter(state=FileState.WAITING, asked_at__lte=timezone.now())
        row = waiting.order_by("asked_at").select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.attempts += 1
        row.asked_at = timezone.now() + _AGAIN_AFTER
        row.save(update_fields=["attempts", "asked_at"])
        return row


def _read(row: FileText) -> None:
    if row.attempts > _MOST_ATTEMPTS:
        _keep(row, FileState.UNREADABLE, note="Its reader was interrupted every time.")
    elif row.blob.size > LARGEST:
        _keep(row, FileState.UNREADABLE, note="It is too large to be searched.")
    else:
        _read_apart(row)


def _read_apart(row: FileText) -> None:
    command = [sys.executable, "-P", "-m", "postroom.search.files.child", row.kind]
    try:
        ended = subprocess.run(command, input=bytes(row.blob.content), capture_output=True, timeout=_DEADLINE)
        answer = json.loads(ended.stdout)
    except subprocess.TimeoutExpired:
        _keep(row, FileState.UNREADABLE, note="Reading it takes too long.")
    except ValueError:
        _keep(row, FileState.UNREADABLE, note="Reading it takes too long or too much memory.")
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
