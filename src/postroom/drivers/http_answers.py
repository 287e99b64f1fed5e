"""What HTTP services say about when to come back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from email.utils import parsedate_to_datetime


def retry_after(headers: Mapping[str, str]) -> datetime.timedelta | None:
    """Return the pause that Retry-After asks for (RFC 9110 section 10.2.3): seconds, or the time of day."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return datetime.timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max(moment - datetime.datetime.now(datetime.UTC), datetime.timedelta(0))
