"""Signing in to mail servers with a password, while the tenant still allows it.

Source: "Deprecation of Basic authentication in Exchange Online" (learn.microsoft.com/exchange): until it was switched
off for a tenant, IMAP took LOGIN and SMTP took AUTH LOGIN with the user's own password.
"""

from __future__ import annotations

from postroom.practice.identity.directory import User
from postroom.practice.switches import Fault
from postroom.practice.world import World


def passwords_allowed(world: World) -> bool:
    return world.switches.look(Fault.BASIC_AUTH) is not None


def by_password(world: World, name: str, password: str) -> User | None:
    """The user of that name, if passwords are allowed and this is theirs."""
    user = world.directory.user(name)
    if user is None or not user.enabled or not user.password or not passwords_allowed(world):
        return None
    return user if user.password == password else None
