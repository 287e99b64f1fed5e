"""People who sign in, made and helped from the terminal."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from postroom.models import Role, User
from postroom.people.users import create_user


def create_person(email: str, password: str, *, name: str, administrator: bool, agent: bool) -> User:
    """Create a person with the first active role of each kind asked for.

    Raises ValidationError for an address or password that will not do, and what `create_user` raises.
    """
    validate_email(email)
    validate_password(password, User(email=email, name=name))
    with transaction.atomic():
        roles = [_role(_("Administrator"), is_administrator=True)] if administrator else []
        roles += [_role(_("Agent"), is_agent=True)] if agent else []
        return create_user(roles, email=email, name=name, password=password)


def reset_password(email: str, password: str) -> User:
    """Give a person a new password, which ends their sessions.

    Raises User.DoesNotExist, and ValidationError for a password that will not do.
    """
    person = User.objects.get_by_natural_key(email)
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


def _role(name: str, **kind: bool) -> Role:
    found = Role.objects.filter(active=True, **kind).order_by("pk").first()
    return found or Role.objects.create(name=name, **kind)
