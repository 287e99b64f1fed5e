"""The Date header (RFC 5322 section 3.3), and what programs write in its place."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_tz

_COMMENT = re.compile(r"\([^()]*\)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?\s?(?:Z|[+-]\d{2}:?\d{2})?")
# Two dates run together where a line end was lost: what follows the zone belongs to another header.
_GLUED = re.compile(r"([+-]\d{4})(?=[A-Za-z])")
_LONGEST_OFFSET = 24 * 3600


def parse_date(value: str) -> datetime.datetime | None:
    """Return the moment, aware; None where the text is no date. A date without a zone is taken as UTC."""
    text = _GLUED.sub(r"\1 ", _COMMENT.sub(" ", value[:200])).strip()
    iso = _ISO.search(text)
    try:
        return _from_iso(iso[0]) if iso else _from_rfc(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _from_iso(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", ""))
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _from_rfc(text: str) -> datetime.datetime | None:
    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    offset = parsed[9] or 0
    zone = datetime.UTC if abs(offset) >= _LONGEST_OFFSET else datetime.timezone(datetime.timedelta(seconds=offset))
    second = min(parsed[5], 59)
    return datetime.datetime(*parsed[:5], second, tzinfo=zone)
