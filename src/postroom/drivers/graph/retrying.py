"""How long to wait before asking Graph again.

Source: "Microsoft Graph throttling guidance" (learn.microsoft.com/graph/throttling): wait as long as Retry-After says;
where it is missing, back off exponentially.
"""

from __future__ import annotations

import datetime
import email.utils
import random
from collections.abc import Mapping

ATTEMPTS = 5
"""Requests made altogether before a refusal that may pass is reported."""

SHORT_WAIT = 10.0
"""Seconds of Retry-After that are waited out here; a longer one goes to whoever called."""

_FIRST_WAIT = 0.5
_BUSY = {429, 503, 504}


def may_pass(status: int) -> bool:
    """Whether the same request may do better in a moment."""
    return status in _BUSY


def named_wait(headers: Mapping[str, str], now: datetime.datetime | None = None) -> float | None:
    """Return the seconds of Retry-After (RFC 9110 section 10.2.3: a number or a date), None where none is named."""
    text = headers.get("retry-after", "").strip()
    if text.replace(".", "", 1).isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return max(0.0, (moment - (now or datetime.datetime.now(datetime.UTC))).total_seconds())


def own_wait(attempt: int) -> float:
    """Return the seconds to wait after attempt 1, 2, ...: doubled each time, between half and all of it."""
    whole: float = _FIRST_WAIT * 2 ** (attempt - 1)
    return whole * random.uniform(0.5, 1.0)  # noqa: S311 - no secret: it keeps callers from coming all at once
