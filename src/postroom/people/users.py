"""What administrators do to people: one transaction each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress as SignInAddress
from django.db import transaction

from postroom.models import EmailAddress, Role, User
from postroom.people.administrators import keeping_an_administrator
from postroom.people.refusals import AddressKnown, OwnAddress

CHANGEABLE = ("email", "name", "phone", "note", "organisation", "language", "time_zone")


def create_user(roles: Iterable[Role], **values: Any) -> User:
    """Create a person with values of `CHANGEABLE`; without a `password` beside them they choose one before signing in.

    Raises AddressKnown, OwnAddress.
    """
    _check_email(values["email"], None)
    with transaction.atomic():
        user = User.objects.create_user(**values)
        user.roles.set(roles)
    return user


def change_user(user: User, roles: Iterable[Role], **values: Any) -> None:
    """Change a person's values (`CHANGEABLE`) and roles.

    Raises AddressKnown, OwnAddress, LastAdministrator, with nothing changed.
    """
    email = values.get("email", user.email)
    moved = email.lower() != user.email.lower()
    if moved:
        _check_email(email, user)
    with keeping_an_administrator():
        User.objects.filter(pk=user.pk).update(**values)
        user.roles.set(roles)
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


def _check_email(email: str, user: User | None) -> None:
    others = User.objects.filter(email__iexact=email)
    if (others.exclude(pk=user.pk) if user else others).exists():
        raise AddressKnown(email)
    if EmailAddress.objects.filter(email__iexact=email).exists():
        raise OwnAddress(email)


def _forget_old_address(user: User) -> None:
    """django-allauth keeps addresses of its own, which would go on opening the account; bounces were the old one's."""
    SignInAddress.objects.filter(user=user).delete()
    clear_undeliverable(user)
