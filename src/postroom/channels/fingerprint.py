"""Recognising settings: a probe that passed says something only about the very settings it tried."""

from __future__ import annotations

import hashlib
import json

from postroom.models import Account, ChannelDraft, Purpose
from postroom.models.fields import Secret, SecretField

_ANY_FOLDER = (Purpose.GUESS, Purpose.CONNECT)
"""These try the account; which folder is read does not matter to them."""


def fingerprint(account: Account, purpose: str) -> str:
    """Return a digest of everything of a draft or channel that a probe of this purpose tries."""
    facts = [
        account.kind,
        account.inbound,
        account.outbound,
        _stored(account.inbound_secret),
        _stored(account.outbound_secret),
        "" if purpose in _ANY_FOLDER else account.folder,
        account.email if isinstance(account, ChannelDraft) else "",
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _stored(secret: Secret) -> str:
    # The encrypted text: the same password saved anew counts as another one, which costs a trial and hides nothing.
    return SecretField().get_prep_value(secret)
