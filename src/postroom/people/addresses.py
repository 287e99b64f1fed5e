"""Further addresses of a person: mail from them is that person's."""

from __future__ import annotations

from django.core.validators import validate_email
from django.db import transaction

from postroom.models import EmailAddress, FurtherAddress, User
from postroom.people.refusals import AddressKnown, OwnAddress


def add_address(user: User, email: str) -> FurtherAddress:
    """Let mail from `email` be this person's.

    Raises ValidationError, AddressKnown, OwnAddress.
    """
    validate_email(email)
    with transaction.atomic():
        check_free(email)
        return FurtherAddress.objects.create(user=user, email=email)


def remove_address(user: User, pk: int) -> None:
    """Forget a further address: mail from it is somebody else's again."""
    FurtherAddress.objects.filter(user=user, pk=pk).delete()


def check_free(email: str, user: User | None = None) -> None:
    """Raise AddressKnown where somebody other than `user` has this address, OwnAddress where it is a channel's."""
    first, further = User.objects.filter(email__iexact=email), FurtherAddress.objects.filter(email__iexact=email)
    if user is not None:
        first, further = first.exclude(pk=user.pk), further.exclude(user=user)
    if first.exists() or further.exists():
        raise AddressKnown(email)
    if EmailAddress.objects.filter(email__iexact=email).exists():
        raise OwnAddress(email)
