"""A key before it is stored."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import Any, Self

from postroom.models import KeyKind, KeyRole


class KeyRefused(ValueError):  # named like the verbs' other refusals
    """A key that cannot be used; its text is a sentence for the person who gave it."""


@dataclass(frozen=True, slots=True)
class KeyDraft:
    """Fields are those of `models.MailKey`."""

    kind: KeyKind
    role: KeyRole
    name: str
    addresses: tuple[str, ...]
    fingerprint: str
    public: str
    valid_from: datetime.datetime | None
    expires_at: datetime.datetime | None
    private: dict[str, str] = field(default_factory=dict, repr=False)

    def but(self, **changes: Any) -> Self:
        """Return a copy with `changes`."""
        return replace(self, **changes)
