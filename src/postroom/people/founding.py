"""The first minute of an installation: its administrator, its roles, its first group."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from postroom.configuration import configure
from postroom.models import Group, GroupAccess, Level, Role, User
from postroom.models.locks import LockSpace, hold


@dataclass(frozen=True, slots=True)
class Founding:
    """What the set-up page asks."""

    language: str
    organisation: str
    public_url: str
    name: str
    email: str
    password: str


class AlreadyFoundedError(Exception):
    """Somebody has set Postroom up already."""


def found(founding: Founding) -> User:
    """Create the administrator, roles and first group, and note that the set-up is done.

    Raises AlreadyFoundedError where it was done before, also in the same moment by somebody else.
    """
    with transaction.atomic():
        hold(LockSpace.FOUNDING)
        if User.objects.filter(roles__is_administrator=True).exists():
            raise AlreadyFoundedError
        configure(
            set_up=True,
            organisation=founding.organisation,
            public_url=founding.public_url.rstrip("/"),
            default_language=founding.language,
        )
        administrator_role = Role.objects.create(name=_("Administrator"), is_administrator=True)
        agent_role = Role.objects.create(name=_("Agent"), is_agent=True)
        group = Group.objects.create(name=_("Support"))
        GroupAccess.objects.create(group=group, role=agent_role, levels=[Level.FULL])
        person = User.objects.create_user(
            founding.email, founding.password, name=founding.name, language=founding.language
        )
        person.roles.add(administrator_role, agent_role)
    return person
