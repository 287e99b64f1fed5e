"""Word lists written as one string."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of `text`, which are parted by white space."""
    return frozenset(text.split())
