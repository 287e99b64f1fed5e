"""What people did and may take back, for a day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from postroom.models import Undoable, UndoKind, User

KEPT_FOR = datetime.timedelta(hours=24)
"""What is older is history: too much has come after it."""


def remember(by: User, kind: UndoKind, payload: Mapping[str, Any]) -> Undoable:
    """Keep a doing so that `by` can take it back, and forget what they can take back no more."""
    now = timezone.now()
    Undoable.objects.filter(by=by, created_at__lt=now - KEPT_FOR).delete()
    return Undoable.objects.create(by=by, kind=kind, payload=dict(payload), created_at=now)


def recent(user: User) -> QuerySet[Undoable]:
    """Return what `user` did lately and has not taken back, newest first."""
    since = timezone.now() - KEPT_FOR
    return Undoable.objects.filter(by=user, undone_at=None, created_at__gte=since)
