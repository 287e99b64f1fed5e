"""Pages of a list that begin after a row and not after a number of rows.

However much is added before it meanwhile, the next page begins where this one ended: nothing is shown twice, nothing
is left out, and page 1000 costs what page 1 costs.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.dateparse import parse_datetime

Row = TypeVar("Row")
Model_ = TypeVar("Model_", bound=Model)


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that rows are ordered by. It must never be NULL: what is not more and not less has no place."""

    expression: Combinable
    kind: type[str] | type[int] | type[datetime.datetime]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[Row]):
    """Rows of a page, and where the pages before and after begin; empty where there is none."""

    rows: list[Row]
    previous: str
    next: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


_PK = Key(F("pk"), int, descending=True)


def page_of(
    found: QuerySet[Model_, Model_],
    keys: Sequence[Key],
    size: int,
    after: str = "",
    before: str = "",
    related: Sequence[str] = (),
) -> KeysetPage[Model_]:
    """Return up to `size` rows in the order of `keys`, then newest first. One statement.

    `after` or `before` is the place that a page named as its end or beginning; what cannot be read as one is none.
    `related` rows come along.
    """
    window = window_at(keys, size, after, before)
    whole = window.of(found)
    return window.page(list(whole.select_related(*related) if related else whole), window.place_of)


@dataclass(frozen=True, slots=True)
class Window:
    """Which `size` rows of a list a page shows: those beyond `place`, or the first."""

    keys: Sequence[Key]
    size: int
    place: list[Any] | None
    backwards: bool

    def of(self, found: QuerySet[Model_, Model_]) -> QuerySet[Model_, Model_]:
        """Return the query for the rows and one more, in their order; each has the values of `names` besides."""
        order = [*self.keys, _PK]
        named, directions = _named(found, self.keys), _directions(order, self.backwards)
        if self.place is not None:
            named = named.filter(_beyond(order, self.place, self.backwards))
        chosen = named.order_by(*directions).values("pk")[: self.size + 1]
        return _named(found.model._default_manager.filter(pk__in=chosen), self.keys).order_by(*directions)

    @property
    def names(self) -> list[str]:
        """The names of what rows are ordered by."""
        return [*map(_name, range(len(self.keys))), "pk"]

    def place_of(self, row: Model) -> list[Any]:
        """Return where a row stands in the order."""
        return [getattr(row, name) for name in self.names]

    def page(self, rows: list[Row], place_of: Callable[[Row], Sequence[Any]]) -> KeysetPage[Row]:
        """Return the page of what the query found, in the order in which it is shown."""
        more, rows = len(rows) > self.size, rows[: self.size]
        if self.backwards:
            rows.reverse()
        if not rows:
            return KeysetPage([], "", "")
        earlier = more if self.backwards else self.place is not None
        later = True if self.backwards else more
        return KeysetPage(
            rows, _write(place_of(rows[0])) if earlier else "", _write(place_of(rows[-1])) if later else ""
        )


def window_at(keys: Sequence[Key], size: int, after: str = "", before: str = "") -> Window:
    """Return what the page shows that begins after, or ends before, such a place of an address."""
    place = _read(before or after, [*keys, _PK])
    return Window(keys, size, place, bool(before) and place is not None)


def _named(found: QuerySet[Model_, Model_], keys: Sequence[Key]) -> QuerySet[Model_, Model_]:
    named: QuerySet[Model_, Model_] = found.annotate(**{_name(index): key.expression for index, key in enumerate(keys)})
    return named


def _name(index: int) -> str:
    return f"key_{index}"


def _path(index: int, order: Sequence[Key]) -> str:
    return "pk" if index == len(order) - 1 else _name(index)


def _directions(order: Sequence[Key], backwards: bool) -> list[str]:
    return [
        f"-{_path(index, order)}" if key.descending is not backwards else _path(index, order)
        for index, key in enumerate(order)
    ]


def _beyond(order: Sequence[Key], place: Sequence[Any], backwards: bool) -> Q:
    """What comes after `place`: a later first key, or the same first and a later second, and so on."""
    beyond, same = Q(), Q()
    for index, (key, value) in enumerate(zip(order, place, strict=True)):
        path = _path(index, order)
        beyond |= same & Q(**{f"{path}__{'lt' if key.descending is not backwards else 'gt'}": value})
        same &= Q(**{path: value})
    # Said again without "or", so that the database begins reading its index there.
    first = "lte" if order[0].descending is not backwards else "gte"
    return Q(**{f"{_path(0, order)}__{first}": place[0]}) & beyond


def _write(values: Sequence[Any]) -> str:
    text = json.dumps([v.isoformat() if isinstance(v, datetime.datetime) else v for v in values], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(place: str, order: Sequence[Key]) -> list[Any] | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
        return [_READERS[key.kind](value) for key, value in zip(order, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, KeyError):
        return None


def _time(value: Any) -> datetime.datetime:
    read = parse_datetime(value)
    if read is None or read.tzinfo is None:
        raise ValueError
    return read


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or abs(value) >= 2**63:
        raise ValueError
    return value


_READERS: dict[type, Callable[[Any], Any]] = {str: _text, int: _number, datetime.datetime: _time}
