"""All keys as they are needed for one batch of mails."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import structlog

from postroom.mail.crypto.values import Keys, PgpKey, SmimeKey, SmimeTrust
from postroom.models import KeyKind, KeyRole, MailKey
from postroom.models.fields import SecretUnreadableError

log = structlog.get_logger(__name__)

Secret = TypeVar("Secret", SmimeKey, PgpKey)
_MOST_TRIED = 8
"""Keys tried on one mail; each costs a run of OpenSSL or GnuPG."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Every key, read from the database once. Secrets are decrypted only when a mail asks for them."""

    keys: tuple[MailKey, ...]

    def for_mail(self, sender: str, recipients: Iterable[str], at: datetime.datetime) -> Keys:
        """Return what a mail is opened with; our keys for its recipients come first."""
        wanted = {recipient.lower() for recipient in recipients}
        own = sorted(self._of(KeyRole.OWN), key=lambda key: not wanted & set(key.addresses))
        trusted = [*self._of(KeyRole.AUTHORITY, KeyRole.OTHER)]
        return Keys(
            sender=sender,
            at=at,
            smime_keys=_secrets(own, KeyKind.SMIME, smime_key),
            smime_trust=SmimeTrust(_joined(key for key in trusted if key.kind == KeyKind.SMIME)),
            pgp_keys=_secrets(own, KeyKind.PGP, pgp_key),
            pgp_public_keys=_joined(key for key in (*trusted, *own) if key.kind == KeyKind.PGP),
        )

    def own(self, kind: KeyKind, address: str, at: datetime.datetime) -> MailKey | None:
        """Return our key for `address` that is valid at `at`, the newest where there are several."""
        return self._newest((key for key in self._of(KeyRole.OWN) if key.kind == kind), address, at)

    def public(self, kind: KeyKind, address: str, at: datetime.datetime) -> MailKey | None:
        """Return a key that mail to `address` can be encrypted with."""
        keys = (key for key in self._of(KeyRole.OTHER, KeyRole.OWN) if key.kind == kind)
        return self._newest(keys, address, at)

    def _of(self, *roles: KeyRole) -> list[MailKey]:
        return [key for key in self.keys if key.role in roles]

    @staticmethod
    def _newest(keys: Iterable[MailKey], address: str, at: datetime.datetime) -> MailKey | None:
        fitting = [key for key in keys if address.lower() in key.addresses and is_valid(key, at)]
        return max(fitting, key=lambda key: (key.expires_at is None, key.expires_at or at, key.pk), default=None)


def load_ring() -> Ring:
    """Read every key. One statement."""
    return Ring(tuple(MailKey.objects.order_by("pk")))


def is_valid(key: MailKey, at: datetime.datetime) -> bool:
    """Whether `key` may be used at `at` as far as its dates say."""
    return (key.valid_from is None or key.valid_from <= at) and (key.expires_at is None or at <= key.expires_at)


def smime_key(key: MailKey) -> SmimeKey:
    """Return our certificate with its private key. Raises SecretUnreadableError."""
    first, *chain = _certificates(key.public)
    return SmimeKey(first.encode(), key.private.reveal()["key"].encode(), "".join(chain).encode())


def pgp_key(key: MailKey) -> PgpKey:
    """Return our secret key with its passphrase. Raises SecretUnreadableError."""
    secret = key.private.reveal()
    return PgpKey(secret["key"].encode(), secret["passphrase"])


_END = "-----END CERTIFICATE-----\n"


def _certificates(pem: str) -> list[str]:
    return [part + _END for part in pem.split(_END) if part.strip()]


def _joined(keys: Iterable[MailKey]) -> bytes:
    return "\n".join(key.public for key in keys).encode()


def _secrets(keys: Iterable[MailKey], kind: KeyKind, read: Callable[[MailKey], Secret]) -> tuple[Secret, ...]:
    found: list[Secret] = []
    for key in [key for key in keys if key.kind == kind][:_MOST_TRIED]:
        try:
            found.append(read(key))
        except SecretUnreadableError:
            log.warning("stored key cannot be read: another secret key is in use", key=key.pk)
    return tuple(found)
