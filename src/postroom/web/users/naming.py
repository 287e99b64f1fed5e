"""What two people are called who stand in one sentence."""

from __future__ import annotations

from postroom.models import User


def told_apart(one: User, other: User) -> tuple[str, str]:
    """Return their names, or their addresses where the names are the same."""
    return (str(one), str(other)) if str(one) != str(other) else (one.email, other.email)
