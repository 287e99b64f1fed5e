"""Whose turn it is while mails come in by the hundred: tickets first, their words later, yet never much later."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from postroom.models import Event, FileState, FileText, Inbound, InboundState

_MANY = 50
_JUST_NOW = datetime.timedelta(seconds=10)
_PATIENCE = datetime.timedelta(minutes=3)
"""How long words of mails and files wait at most while more mails come."""
_BY_MAIL = ("mail", "trigger")


def all_events() -> QuerySet[Event]:
    """Return all events whose words are not indexed yet."""
    return Event.objects.filter(search_pending=True)


def events_in_turn() -> QuerySet[Event]:
    """Return those that are to be indexed now; what people do themselves never waits."""
    waiting = all_events()
    if _import_is_under_way() and not _has_waited(waiting):
        return waiting.exclude(via__in=_BY_MAIL)
    return waiting


def all_files() -> QuerySet[FileText]:
    """Return all files that nobody has read or is reading."""
    return FileText.objects.filter(state=FileState.WAITING, asked_at__lte=timezone.now())


def files_in_turn() -> QuerySet[FileText]:
    """Return those that are to be read now."""
    waiting = all_files()
    return waiting.filter(asked_at__lte=timezone.now() - _PATIENCE) if _import_is_under_way() else waiting


def _import_is_under_way() -> bool:
    """Whether many mails came within seconds, or many are not tickets yet."""
    many = slice(_MANY - 1, _MANY)
    came = Inbound.objects.order_by("-pk").values_list("stored_at", flat=True)[many]
    stored = Inbound.objects.filter(state=InboundState.STORED).order_by("pk").values_list("pk", flat=True)[many]
    return any(at > timezone.now() - _JUST_NOW for at in came) or bool(list(stored))


def _has_waited(events: QuerySet[Event]) -> bool:
    """Whether the oldest mail among them has been a ticket for long; archived mails bear dates of their own."""
    oldest = events.filter(via="mail", article__isnull=False).order_by("pk").values_list("article", flat=True).first()
    long_ago = timezone.now() - _PATIENCE
    return oldest is not None and Inbound.objects.filter(article=oldest, processed_at__lt=long_ago).exists()
