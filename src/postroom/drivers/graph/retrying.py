"""How long to wait before asking Graph again.

Source: "Microsoft Graph throttling guidance" (learn.microsoft.com/graph/throttling): wait as long as Retry-After says;
where it is missing, back off exponentially.
"""

from __future__ import annotations

import datetime
import email.utils
import random
import time
from collections.abc import Mapping

ATTEMPTS = 5
"""Requests made altogether before a refusal that may pass is reported."""

PATIENCE = 10.0
"""Seconds waited out here altogether for one request; what asks for more goes to whoever called."""

_FIRST_WAIT = 0.5
_NOT_DONE = {429, 503}
_PERHAPS_DONE = {504}


def may_pass(status: int, *, repeatable: bool) -> bool:
    """Whether the same request may do better in a moment; after 504 it may have been done, though nobody said so."""
    return status in _NOT_DONE or (repeatable and status in _PERHAPS_DONE)


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


class Patience:
    """How often and how long one request is still worth waiting for."""

    def __init__(self) -> None:
        self._attempt = 0
        self._waited = 0.0

    def wait(self, *refusals: Mapping[str, str]) -> bool:
        """Wait as long as these refusals (their headers) ask for; False, at once, where that is too long or often."""
        self._attempt += 1
        named = [named_wait(headers) for headers in refusals]
        seconds = max(own_wait(self._attempt) if wait is None else wait for wait in named)
        if self._attempt == ATTEMPTS or self._waited + seconds > PATIENCE:
            return False
        time.sleep(seconds)
        self._waited += seconds
        return True
