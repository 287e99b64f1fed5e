"""The second step of a sign-in: app with codes, recovery codes, passkeys."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from postroom.models import User
from postroom.people.auditing import note_second_step_removed
from postroom.people.sessions import end_sessions


@transaction.atomic
def remove_second_step(person: User, *, by: User | None, ip: str = "", but: str = "") -> bool:
    """Let somebody sign in by password alone and end their sessions, except the one with the key `but`.

    `by` is None at the terminal. Returns False, and does nothing, where there is no second step.
    """
    removed, _kinds = Authenticator.objects.filter(user=person).delete()
    if removed:
        end_sessions(person, but=but)
        note_second_step_removed(by, person, ip)
    return bool(removed)
