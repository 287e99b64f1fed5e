"""Finding tickets: by words, newest match first or best first; by attributes alone, newest change first.

Whatever is asked, a bounded number of rows is looked at: a word of every mail must not cost more than a rare one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Func, Q, QuerySet, Value

from postroom.models import SearchText, Ticket
from postroom.search.lookups import asks

PAGE = 25
BEST_OF = 1_000
"""The newest matches among which the best are chosen."""
_ROWS = 6 * PAGE
_ROUNDS = 8
"""A ticket of a thousand articles that all match must not hide those behind it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket, and by which article or file of it; neither where no words were asked for."""

    ticket_id: int
    article_id: int | None = None
    attachment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the time and the id of its last row."""

    at: datetime.datetime
    pk: int

    @classmethod
    def read(cls, text: str) -> Place | None:
        """Return the place that `str()` wrote; None for anything else."""
        moment, _, pk = text.partition("_")
        try:
            return cls(datetime.datetime.fromisoformat(moment).astimezone(datetime.UTC), int(pk) if pk.isascii() else 0)
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{self.at.astimezone(datetime.UTC).isoformat().replace('+00:00', 'Z')}_{self.pk}"

    def behind(self, time: str) -> Q:
        """Return the condition on rows that come after this place, newest first."""
        return Q(**{f"{time}__lt": self.at}) | Q(**{time: self.at, "pk__lt": self.pk})


@dataclass(frozen=True, slots=True)
class Page:
    """Some hits, and where the next page begins; None where there is none."""

    hits: list[Hit]
    next: Place | None = None


def find_by_words(tickets: QuerySet[Ticket], tsquery: str, after: Place | None = None) -> Page:
    """Return those of `tickets` that answer `tsquery`, the newest matching article or file first."""
    rows = SearchText.objects.filter(asks(tsquery), ticket__in=tickets).order_by("-at", "-pk")
    found: dict[int, tuple[Hit, Place]] = {}
    place = after
    for _round in range(_ROUNDS):
        piece = list((rows.filter(place.behind("at")) if place else rows)[:_ROWS].values_list(*_COLUMNS))
        shown = _shown_before({row[0] for row in piece} - set(found), tsquery, after)
        for ticket, article, file, at, pk in piece:
            place = Place(at, pk)
            if ticket not in shown and ticket not in found:
                found[ticket] = Hit(ticket, article, file), place
        if len(piece) < _ROWS or len(found) > PAGE:
            break
    return _page(list(found.values()))


_COLUMNS = ("ticket_id", "article_id", "attachment_id", "at", "pk")


def _shown_before(tickets: Iterable[int], tsquery: str, after: Place | None) -> set[int]:
    """Return the tickets that an earlier page showed, by a newer match."""
    if after is None:
        return set()
    rows = SearchText.objects.filter(asks(tsquery), ticket__in=tickets).exclude(after.behind("at"))
    return set(rows.values_list("ticket_id", flat=True))


def find_best(tickets: QuerySet[Ticket], tsquery: str, skip: int = 0) -> tuple[list[Hit], bool]:
    """Return a page of the best matches and whether there are more: words of the head and of people count most."""
    newest = SearchText.objects.filter(asks(tsquery), ticket__in=tickets).order_by("-at", "-pk")
    pks = list(newest.values_list("pk", flat=True)[:BEST_OF])
    rank = Func(F("document"), Func(Value(tsquery), template="CAST(%(expressions)s AS tsquery)"), function="ts_rank")
    rows = SearchText.objects.filter(pk__in=pks).annotate(rank=rank).order_by("-rank", "-at", "-pk")
    hits: dict[int, Hit] = {}
    for ticket, article, file in rows.values_list("ticket_id", "article_id", "attachment_id"):
        hits.setdefault(ticket, Hit(ticket, article, file))
    best = list(hits.values())
    return best[skip : skip + PAGE], len(best) > skip + PAGE


def find_by_attributes(tickets: QuerySet[Ticket], after: Place | None = None) -> Page:
    """Return `tickets`, the newest change first."""
    rows = tickets.filter(after.behind("updated_at")) if after else tickets
    piece = rows.order_by("-updated_at", "-pk").values_list("pk", "updated_at")[: PAGE + 1]
    return _page([(Hit(pk), Place(at, pk)) for pk, at in piece])


def _page(found: list[tuple[Hit, Place]]) -> Page:
    shown = found[:PAGE]
    return Page([hit for hit, _place in shown], shown[-1][1] if len(found) > PAGE else None)
