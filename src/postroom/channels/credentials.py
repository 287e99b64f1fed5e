"""Stored secrets, read only at the moment a connection is made."""

from __future__ import annotations

from postroom.drivers.errors import SignInRefused
from postroom.models.fields import Secret, SecretUnreadableError

SECRET_UNREADABLE = "secret-unreadable"  # noqa: S105  # a word for an error, no secret


def stored_password(secret: Secret) -> str:
    """Return the password in `secret`, empty where none is stored.

    Raises SignInRefused (code `secret-unreadable`) where it was encrypted with another secret key.
    """
    try:
        return secret.reveal() or ""
    except SecretUnreadableError:
        raise SignInRefused(code=SECRET_UNREADABLE, step="sign-in") from None
