"""What can be asked of a value, once for values in hand and once for the database."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import regex
from django.db.models import Q
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils import timezone

from postroom.search.asking import holds_words

_LONGEST = 100_000
"""Characters of a text that a regular expression looks at."""
DAYS = ("before", "since")
"""Names of the operators that take a day, written as YYYY-MM-DD."""
_ONE_DAY = datetime.timedelta(days=1)
_DEADLINE = 0.2
"""Seconds; a pattern that takes longer counts as not matching, so that no mail waits for it."""


@dataclass(frozen=True, slots=True)
class Operator:
    """`test(actual, wanted)` is for values in hand, `lookup(path, wanted)` for the database; `negated` turns both."""

    test: Callable[[Any, Any], bool]
    lookup: Callable[[str, Any], Q] | None
    negated: bool = False
    takes_value: bool = True


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower()


def _is(actual: Any, wanted: Any) -> bool:
    actuals = {_text(item) for item in _listed(actual)}
    return any(_text(item) in actuals for item in _listed(wanted))


def _any_text(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    return lambda actual, wanted: any(
        test(_text(value), _text(item)) for value in _listed(actual) for item in _listed(wanted) if _text(item)
    )


def search(actual: Any, wanted: Any) -> regex.Match[str] | None:
    """Return what the regular expression `wanted` finds in `actual`, or in the first text of it that it fits.

    None also where it takes too long.
    """
    pattern = regex.compile(str(wanted), regex.IGNORECASE)
    try:
        found = (pattern.search(str(value or "")[:_LONGEST], timeout=_DEADLINE) for value in _listed(actual))
        return next((match for match in found if match), None)
    except TimeoutError:
        return None


def _matches(actual: Any, wanted: Any) -> bool:
    return search(actual, wanted) is not None


def _any_of(path: str, wanted: Any, lookup: str) -> Q:
    condition = Q()
    for item in _listed(wanted):
        condition |= Q(**{f"{path}__{lookup}": item})
    return condition if condition else Q(pk__in=[])


def _is_lookup(path: str, wanted: Any) -> Q:
    values = _listed(wanted)
    known = [value for value in values if value not in (None, "")]
    condition = Q(**{f"{path}__in": known})
    return condition | Q(**{f"{path}__isnull": True}) if len(known) < len(values) else condition


def _ago(wanted: Any) -> datetime.datetime:
    """`wanted` is a number of minutes before now (negative: after now)."""
    return timezone.now() - datetime.timedelta(minutes=float(wanted))


def _ago_lookup(wanted: Any) -> CombinedExpression:
    """The same by the clock of the database, so that a statement that is kept moves with it."""
    return Now() - datetime.timedelta(minutes=float(wanted))


def _today() -> tuple[datetime.datetime, datetime.datetime]:
    """From midnight to midnight where the person who looks lives, also on days of 23 or 25 hours."""
    day = timezone.localdate()
    zone = timezone.get_current_timezone()
    begins, ends = (datetime.datetime.combine(date, datetime.time(), zone) for date in (day, day + _ONE_DAY))
    return begins, ends


def _is_today(actual: Any, _wanted: Any) -> bool:
    begins, ends = _today()
    return actual is not None and begins <= actual < ends


def _today_lookup(path: str, _wanted: Any) -> Q:
    begins, ends = _today()
    return Q(**{f"{path}__gte": begins, f"{path}__lt": ends})


def _midnight(wanted: Any) -> datetime.datetime:
    """`wanted` is a day as YYYY-MM-DD; it begins where the person who looks lives. Raises ValueError."""
    day = datetime.date.fromisoformat(str(wanted))
    return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())


def _finds(_path: str, wanted: Any) -> Q:
    condition = Q()
    for typed in _listed(wanted):
        condition |= holds_words(str(typed))
    return condition


OPERATORS: dict[str, Operator] = {
    "is": Operator(_is, _is_lookup),
    "is_not": Operator(_is, _is_lookup, negated=True),
    "contains": Operator(_any_text(lambda value, item: item in value), lambda p, w: _any_of(p, w, "icontains")),
    "contains_not": Operator(
        _any_text(lambda value, item: item in value), lambda p, w: _any_of(p, w, "icontains"), negated=True
    ),
    "starts": Operator(_any_text(str.startswith), lambda p, w: _any_of(p, w, "istartswith")),
    "ends": Operator(_any_text(str.endswith), lambda p, w: _any_of(p, w, "iendswith")),
    "matches": Operator(_matches, lambda p, w: Q(**{f"{p}__iregex": w})),
    "has_any": Operator(_is, lambda p, w: Q(**{f"{p}__overlap": _listed(w)})),
    "has_none": Operator(_is, lambda p, w: Q(**{f"{p}__overlap": _listed(w)}), negated=True),
    "older_than": Operator(lambda a, w: a is not None and a < _ago(w), lambda p, w: Q(**{f"{p}__lt": _ago_lookup(w)})),
    "newer_than": Operator(
        lambda a, w: a is not None and a >= _ago(w), lambda p, w: Q(**{f"{p}__gte": _ago_lookup(w)})
    ),
    "is_today": Operator(_is_today, _today_lookup, takes_value=False),
    "before": Operator(lambda a, w: a is not None and a < _midnight(w), lambda p, w: Q(**{f"{p}__lt": _midnight(w)})),
    "since": Operator(lambda a, w: a is not None and a >= _midnight(w), lambda p, w: Q(**{f"{p}__gte": _midnight(w)})),
    # No event has the words of its whole ticket at hand: triggers are not offered this.
    "finds": Operator(lambda _actual, _wanted: False, _finds),
    "finds_not": Operator(lambda _actual, _wanted: False, _finds, negated=True),
    "is_set": Operator(lambda a, _: bool(a), lambda p, _: Q(**{f"{p}__isnull": False}), takes_value=False),
    "is_not_set": Operator(
        lambda a, _: bool(a), lambda p, _: Q(**{f"{p}__isnull": False}), negated=True, takes_value=False
    ),
    "more_than": Operator(lambda a, w: a is not None and float(a) > float(w), lambda p, w: Q(**{f"{p}__gt": float(w)})),
    "less_than": Operator(lambda a, w: a is not None and float(a) < float(w), lambda p, w: Q(**{f"{p}__lt": float(w)})),
    "has_changed": Operator(lambda a, _: bool(a), None, takes_value=False),
}
