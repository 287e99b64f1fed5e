"""Recognising settings: a probe that passed says something only about the very settings it tried."""

from __future__ import annotations

import hashlib
import json

from postroom.models import Account
from postroom.models.fields import Secret, SecretField


def fingerprint(account: Account, email: str = "") -> str:
    """Return a digest of everything that decides whether mail can be fetched and sent."""
    facts = [
        account.kind,
        account.inbound,
        account.outbound,
        _stored(account.inbound_secret),
        _stored(account.outbound_secret),
        account.folder,
        email,
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _stored(secret: Secret) -> str:
    # The encrypted text: the same password saved anew counts as another one, which costs a trial and hides nothing.
    return SecretField().get_prep_value(secret)
