"""There is always somebody who can change everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from postroom.models import User
from postroom.models.locks import LockSpace, hold
from postroom.people.refusals import LastAdministrator


@contextmanager
def keeping_an_administrator() -> Iterator[None]:
    """Open a transaction for a change of people or roles; undo it where no administrator could sign in afterwards.

    One such change at a time: two administrators who take the role from each other in the same moment must not both
    succeed. Raises LastAdministrator.
    """
    with transaction.atomic():
        hold(LockSpace.FOUNDING)
        had_one = _administrators_exist()
        yield
        if had_one and not _administrators_exist():
            raise LastAdministrator


def _administrators_exist() -> bool:
    return User.objects.filter(active=True, roles__is_administrator=True, roles__active=True).exists()
