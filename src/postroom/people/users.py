"""What is done to people, on the pages of the administration and from the terminal: one transaction each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress as SignInAddress
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from postroom.models import FurtherAddress, Role, Ticket, User
from postroom.people.addresses import check_free
from postroom.people.administrators import keeping_an_administrator
from postroom.search.index import find_anew

CHANGEABLE = ("email", "name", "phone", "note", "organisation", "language", "time_zone")


def create_user(roles: Iterable[Role], **values: Any) -> User:
    """Create a person with values of `CHANGEABLE`; without a `password` beside them they choose one before signing in.

    Raises AddressKnown, OwnAddress.
    """
    check_free(values["email"])
    with transaction.atomic():
        user = User.objects.create_user(**values)
        user.roles.set(roles)
    return user


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


def reset_password(person: User, password: str) -> User:
    """Give a person a new password, which ends their sessions.

    Raises ValidationError for a password that will not do.
    """
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


def change_user(user: User, roles: Iterable[Role], **values: Any) -> None:
    """Change a person's values (`CHANGEABLE`) and roles.

    Raises AddressKnown, OwnAddress, LastAdministrator, with nothing changed.
    """
    email = values.get("email", user.email)
    moved = email.lower() != user.email.lower()
    if moved:
        check_free(email, user)
    with keeping_an_administrator():
        if moved:
            FurtherAddress.objects.filter(email__iexact=email).delete()
        User.objects.filter(pk=user.pk).update(**values)
        user.roles.set(roles)
        if moved or values.get("name", user.name) != user.name:
            find_anew(Ticket.objects.filter(customer=user))
        if moved:
            _forget_old_address(user)


def activate(user: User) -> None:
    """Let a person sign in and be chosen again."""
    User.objects.filter(pk=user.pk).update(active=True)


def deactivate(user: User) -> None:
    """Keep a person from signing in (their sessions end with the next click) and from being chosen.

    Tickets are left alone: `tickets.releasing` takes open ones from an owner. Raises LastAdministrator.
    """
    with keeping_an_administrator():
        User.objects.filter(pk=user.pk).update(active=False)


def clear_undeliverable(user: User) -> None:
    """Forget that mail to this person came back: mail goes to them again."""
    User.objects.filter(pk=user.pk).update(undeliverable_since=None, undeliverable_reason="")


def _forget_old_address(user: User) -> None:
    """django-allauth keeps addresses of its own, which would go on opening the account; bounces were the old one's."""
    SignInAddress.objects.filter(user=user).delete()
    clear_undeliverable(user)


def _role(name: str, **kind: bool) -> Role:
    found = Role.objects.filter(active=True, **kind).order_by("pk").first()
    return found or Role.objects.create(name=name, **kind)
