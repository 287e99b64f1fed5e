"""Columns that are encrypted at rest."""

from __future__ import annotations

import base64
import functools
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


class SecretUnreadableError(Exception):
    """A stored secret was encrypted with another secret key than the one Postroom runs with now."""


@functools.lru_cache(maxsize=4)
def _fernet(secret_key: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"postroom stored secrets").derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def encrypt(value: object) -> str:
    """Return `value` (anything JSON takes) encrypted with the installation's secret key."""
    return _fernet(settings.SECRET_KEY).encrypt(json.dumps(value).encode()).decode()


def decrypt(token: str) -> Any:
    """Return what `encrypt` was given.

    Raises SecretUnreadableError where the secret key is another one.
    """
    try:
        return json.loads(_fernet(settings.SECRET_KEY).decrypt(token.encode()))
    except InvalidToken as error:
        raise SecretUnreadableError from error


class Secret:
    """A secret value that shows itself only when asked: safe in repr, logs and tracebacks."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __repr__(self) -> str:
        return "<secret>"

    def __bool__(self) -> bool:
        return bool(self._token)

    def reveal(self) -> Any:
        """Return the decrypted value, or None where nothing is stored.

        Raises SecretUnreadableError where the secret key is another one.
        """
        return decrypt(self._token) if self._token else None


class SecretField(models.TextField[Any, Secret]):
    """Stores any JSON value encrypted. Reads as a `Secret`; assign a plain value or a `Secret`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> Secret:
        """Wrap the stored token without decrypting it."""
        return Secret(value or "")

    def to_python(self, value: Any) -> Secret:
        """Wrap whatever was assigned."""
        return value if isinstance(value, Secret) else Secret(encrypt(value) if value else "")

    def get_prep_value(self, value: Any) -> str:
        """Return the token to store."""
        return self.to_python(value)._token
