"""Customers come into being by writing: found by their address, or created from it."""

from __future__ import annotations

from django.db.models.functions import Lower

from postroom.models import Organisation, User

_LONGEST_EMAIL = 254


def customers(addresses: dict[str, str]) -> dict[str, User]:
    """Return the users of `addresses` ({e-mail: display name}) by lower-case e-mail; who is unknown is created."""
    wanted = {email.lower()[:_LONGEST_EMAIL]: name for email, name in addresses.items()}
    found = find(wanted)
    for email in sorted(set(wanted) - set(found)):
        found[email] = create_customer(email, wanted[email])
    return found


def find(emails: dict[str, str] | set[str]) -> dict[str, User]:
    """Return the known users among `emails` (lower case) by e-mail. One statement."""
    rows = User.objects.annotate(lower_email=Lower("email")).filter(lower_email__in=list(emails))
    return {user.email.lower(): user for user in rows}


def create_customer(email: str, name: str) -> User:
    """Create a customer who cannot sign in; one whom another transaction created meanwhile is taken."""
    user = User(email=email, name=name.replace("\0", "").strip()[:200], organisation=_organisation_of(email))
    user.set_unusable_password()
    User.objects.bulk_create([user], ignore_conflicts=True)
    return User.objects.get(email__iexact=email)


def _organisation_of(email: str) -> Organisation | None:
    domain = email.rpartition("@")[2]
    return Organisation.objects.filter(active=True, domains__contains=[domain]).first()
