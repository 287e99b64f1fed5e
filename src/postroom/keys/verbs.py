"""Adding and removing keys."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from postroom.keys.reading import read_keys
from postroom.keys.values import KeyDraft, KeyRefused
from postroom.models import MailKey

_LARGEST = 1024 * 1024


def add_keys(content: bytes, passphrase: str = "") -> list[MailKey]:
    """Store every key in `content`, in the place of one with the same fingerprint.

    Raises KeyRefused, with nothing stored.
    """
    if not content.strip():
        raise KeyRefused(_("Choose a file or paste a key."))
    if len(content) > _LARGEST:
        raise KeyRefused(_("This file is too large to be a key."))
    drafts = read_keys(content, passphrase)
    with transaction.atomic():
        return [_store(draft) for draft in drafts]


def remove_key(key: MailKey) -> None:
    """Forget a key. What was decrypted with it stays readable."""
    key.delete()


def _store(draft: KeyDraft) -> MailKey:
    values: dict[str, Any] = {
        "name": draft.name.replace("\0", ""),
        "addresses": list(draft.addresses),
        "public": draft.public,
        "private": draft.private,
        "valid_from": draft.valid_from,
        "expires_at": draft.expires_at,
    }
    key, _created = MailKey.objects.update_or_create(
        kind=draft.kind, role=draft.role, fingerprint=draft.fingerprint, defaults=values
    )
    # What was assigned is the plain secret; what is read hides it.
    key.refresh_from_db()
    return key
