"""Time as the practice tenant tells it."""

from __future__ import annotations

import datetime
import time


def now() -> float:
    """Seconds since 1970."""
    return time.time()


def utc(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def iso(seconds: float) -> str:
    """The form Graph uses: 2026-01-31T09:15:00Z."""
    return utc(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_iso(text: str) -> float:
    """Read an ISO 8601 time. Raises ValueError."""
    parsed = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=datetime.UTC)
    return parsed.timestamp()
