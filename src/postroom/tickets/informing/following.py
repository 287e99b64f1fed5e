"""Following a ticket, and knowing what was told."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from postroom.live.announcing import announce
from postroom.live.news import News
from postroom.models import Follow, Notification, Ticket, User


def follow(user: User, ticket: Ticket) -> None:
    """Let `user` know what happens to `ticket`."""
    Follow.objects.bulk_create([Follow(user=user, ticket=ticket)], ignore_conflicts=True)


def unfollow(user: User, ticket: Ticket) -> None:
    """Let `user` not know any more."""
    Follow.objects.filter(user=user, ticket=ticket).delete()


def mark_read(user: User, ticket: Ticket | None = None) -> None:
    """Count the notifications of `user` as read: those of a ticket, or all."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if ticket is not None:
        unread = unread.filter(ticket=ticket)
    with transaction.atomic():
        if unread.update(read_at=timezone.now()):
            announce(News(users=frozenset({user.pk})))
