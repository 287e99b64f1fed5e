"""Whether somebody still has to set up a second step."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from postroom.models import User
from postroom.tickets.access import roles_of


def lacks_second_step(user: User) -> bool:
    """Whether a role of `user` requires a second step and they have none. No statement where none is required."""
    if not any(role.needs_second_factor for role in roles_of(user)):
        return False
    return not Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
