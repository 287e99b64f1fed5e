"""Days as people write them: 2026-01-31, 31.1.2026, 2026-01, 2026, today, gestern."""

from __future__ import annotations

import datetime
import re

_WORDS = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1}
"""How many days ago."""
_YEARS = range(1970, 2200)
_BEGINS_BIG = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?", re.ASCII)
_BEGINS_SMALL = re.compile(r"(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII)


def day_of(text: str, today: datetime.date) -> datetime.date | None:
    """Return the day that `text` names, of a month or year the first; None where it names none."""
    if text.lower() in _WORDS:
        return today - datetime.timedelta(days=_WORDS[text.lower()])
    match = _BEGINS_BIG.fullmatch(text) or _BEGINS_SMALL.fullmatch(text)
    if match is None:
        return None
    try:
        day = datetime.date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return None
    return day if day.year in _YEARS else None
