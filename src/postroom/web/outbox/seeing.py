"""Whose mail on its way out a person sees, and may decide about."""

from __future__ import annotations

from django.db.models import QuerySet

from postroom.models import Level, Outbound, OutboundState, User
from postroom.tickets.access import group_ids, is_administrator

UNSENT = (OutboundState.FAILED, OutboundState.UNCERTAIN, OutboundState.WAITING, OutboundState.SENDING)
"""What the outbox is about, worst first."""


def visible(user: User) -> QuerySet[Outbound]:
    """Return the mails `user` may see: administrators all, agents those of tickets they may read."""
    return _of(user, Level.READ)


def decidable(user: User) -> QuerySet[Outbound]:
    """Return the mails `user` may decide about: administrators all, agents those of tickets they may change."""
    return _of(user, Level.CHANGE)


def _of(user: User, level: Level) -> QuerySet[Outbound]:
    rows = Outbound.objects.select_related("article__ticket__group", "email_address__channel")
    if is_administrator(user):
        return rows
    return rows.filter(article__ticket__group_id__in=group_ids(user, level))
