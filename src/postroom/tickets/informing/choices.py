"""How people want to be told: by kind of event, in the page or by mail. What is not chosen is as usual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from postroom.models import NotificationChoice, NotificationKind, User


@dataclass(frozen=True, slots=True)
class Ways:
    """Whether in the page, whether by mail."""

    page: bool
    mail: bool


USUAL: dict[NotificationKind, Ways] = {
    NotificationKind.MENTION: Ways(page=True, mail=True),
    NotificationKind.ASSIGNED: Ways(page=True, mail=True),
    NotificationKind.ANSWERED: Ways(page=True, mail=True),
    NotificationKind.REMINDER: Ways(page=True, mail=False),
    # Lists show new tickets by themselves; who wants more says so.
    NotificationKind.NEW: Ways(page=False, mail=False),
    NotificationKind.FOLLOWED: Ways(page=True, mail=False),
}


class Choices:
    """What some people chose. One statement."""

    def __init__(self, users: Iterable[int]) -> None:
        rows = NotificationChoice.objects.filter(user__in=list(users))
        self._chosen = {(row.user_id, row.kind): Ways(row.page, row.mail) for row in rows}

    def of(self, user: int, kind: NotificationKind) -> Ways:
        """Return how that person wants to be told of that kind."""
        return self._chosen.get((user, kind.value), USUAL[kind])


def wants_no_mail(user: User, kind: NotificationKind) -> bool:
    """Whether `user` has said that they want no mail of that kind, in so many words."""
    return NotificationChoice.objects.filter(user=user, kind=kind, mail=False).exists()


def choose(user: User, wanted: Mapping[NotificationKind, Ways]) -> None:
    """Keep what `user` wants; what is as usual follows what is usual."""
    rows = [
        NotificationChoice(user=user, kind=kind, page=ways.page, mail=ways.mail)
        for kind, ways in wanted.items()
        if ways != USUAL[kind]
    ]
    with transaction.atomic():
        NotificationChoice.objects.filter(user=user).delete()
        NotificationChoice.objects.bulk_create(rows)
