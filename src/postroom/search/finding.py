"""Finding tickets: by words, newest match first or best first; by attributes alone, newest change first."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Func, Q, QuerySet, Value

from postroom.models import SearchText, Ticket
from postroom.search.candidates import Candidate, by_index, of_tickets, walk
from postroom.search.lookups import asks

PAGE = 25
BEST_OF = 1_000
"""The newest matches among which the best are chosen."""
_ENOUGH = 4 * PAGE
"""Newest matches that are not joined by older ones to choose the best of."""
WALK = 10_000
"""Rows that are looked through one by one."""
GLANCE = 150
"""Rows that answer and nearly always are a page of tickets: where a word is common, the walk ends here."""
RARE = 50
"""A walk that found fewer rows: by the index all rows of the word are read sooner than all tickets that are meant."""
PROMISING = 6
"""Tickets that a walk found: going on finds enough, sooner than reading all rows by the index would."""
LONG_WALK = 40_000
"""So far at most."""
_FEW = 3_000
"""So many tickets are looked through one by one."""
_MANY = 50_000
_LATEST = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)

_BEGIN = (_LATEST, 0)
_FORM = "%Y-%m-%dT%H:%M:%S.%f"


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket, and by which article or file of it; neither where no words were asked for."""

    ticket_id: int
    article_id: int | None = None
    attachment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the time and the id of its last row."""

    at: datetime.datetime = _LATEST
    pk: int = 0

    @classmethod
    def read(cls, text: str) -> Place:
        """Return the place that `str()` wrote; the beginning for anything else."""
        moment, _, pk = text.partition("_")
        if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
            return cls()
        try:
            return cls(datetime.datetime.strptime(moment, _FORM).replace(tzinfo=datetime.UTC), int(pk))
        except ValueError:
            return cls()

    def __str__(self) -> str:
        return f"{self.at.astimezone(datetime.UTC).strftime(_FORM)}_{self.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some hits, and where the next page begins; None where there is none."""

    hits: list[Hit]
    next: Place | None = None


@dataclass(frozen=True, slots=True)
class Among:
    """The tickets that may be found.

    `narrowed`: more is asked of them than that a person may see them. `unwanted`: a tsquery that no row of a ticket
    may answer.
    """

    tickets: QuerySet[Ticket]
    narrowed: bool = False
    unwanted: str = ""


def find_by_words(among: Among, tsquery: str, after: Place) -> Page:
    """Return the tickets that answer `tsquery`, the newest matching article or file first."""
    place = (after.at, after.pk)
    few = _few(among)
    if few is not None:
        return _page(_fitting(of_tickets(few, tsquery, place), among, tsquery, after))
    near, found = _near(among, tsquery, after)
    if PROMISING <= len(found) <= PAGE:
        further = walk(tsquery, place, _further(len(found)), skip=WALK)
        found = _fitting([*near, *further], among, tsquery, after)
    if len(found) > PAGE:
        return _page(found)
    ways: list[Callable[[], list[Candidate]]] = []
    if not among.narrowed or len(near) < RARE:
        ways += [lambda: by_index(tsquery, place, BEST_OF)]
    ways += [lambda: _joined(among, tsquery, after) if among.narrowed else by_index(tsquery, place, _MANY)]
    return _page(_first_that_suffices(ways, among, tsquery, after))


def _near(among: Among, tsquery: str, after: Place) -> tuple[list[Candidate], list[Candidate]]:
    """Return rows that answer among the newest, and which fit; the first are cut short only where those are a page."""
    place = (after.at, after.pk)
    glance = walk(tsquery, place, WALK, most=GLANCE)
    found = _fitting(glance, among, tsquery, after)
    if len(glance) < GLANCE or len(found) > PAGE:
        return glance, found
    rows = walk(tsquery, place, WALK)
    return rows, _fitting(rows, among, tsquery, after)


def _joined(among: Among, tsquery: str, after: Place) -> list[Candidate]:
    """Leave it to the planner by which of both conditions the rows are found."""
    behind = Q(at__lt=after.at) | Q(at=after.at, pk__lt=after.pk)
    rows = SearchText.objects.filter(behind, asks(tsquery), ticket__in=among.tickets).order_by("-at", "-pk")
    return [Candidate(*row) for row in rows.values_list(*Candidate._fields)[:BEST_OF]]


def _few(among: Among) -> list[int] | None:
    """Return the tickets that fit what is asked beside words, where they are few."""
    if not among.narrowed:
        return None
    pks = list(among.tickets.order_by().values_list("pk", flat=True)[: _FEW + 1])
    return pks if len(pks) <= _FEW else None


def _first_that_suffices(
    ways: Iterable[Callable[[], list[Candidate]]], among: Among, tsquery: str, after: Place
) -> list[Candidate]:
    found: list[Candidate] = []
    for way in ways:
        candidates = way()
        found = _fitting(candidates, among, tsquery, after)
        if len(candidates) < BEST_OF or len(found) > PAGE:
            break
    return found


def _further(found: int) -> int:
    """Return how many rows to go on for a page where a walk found so many tickets, and half as many again for luck."""
    whole = WALK * (PAGE + 1) * 3 // (found * 2)
    return min(whole, LONG_WALK) - WALK


def _fitting(rows: Sequence[Candidate], among: Among, tsquery: str, after: Place) -> list[Candidate]:
    """Return the newest row of every ticket that is one of those and stood on no page before."""
    newest: dict[int, Candidate] = {}
    for row in rows:
        newest.setdefault(row.ticket_id, row)
    fitting = _wanted(list(newest), among)
    found = [row for row in newest.values() if row.ticket_id in fitting][: 4 * PAGE]
    before = _shown_before([row.ticket_id for row in found], tsquery, after)
    return [row for row in found if row.ticket_id not in before]


def _wanted(tickets: list[int], among: Among) -> set[int]:
    """Return which of these tickets may be found."""
    fitting = set(among.tickets.filter(pk__in=tickets).values_list("pk", flat=True)) if tickets else set()
    if not among.unwanted or not fitting:
        return fitting
    return fitting - {row.ticket_id for row in of_tickets(list(fitting), among.unwanted, _BEGIN)}


def _shown_before(tickets: list[int], tsquery: str, after: Place) -> set[int]:
    """Return the tickets that an earlier page showed, by a newer match."""
    if not tickets or after == Place():
        return set()
    rows = of_tickets(tickets, tsquery, _BEGIN)
    return {row.ticket_id for row in rows if (row.at, row.pk) >= (after.at, after.pk)}


def _page(found: Sequence[Candidate]) -> Page:
    shown = found[:PAGE]
    hits = [Hit(row.ticket_id, row.article_id, row.attachment_id) for row in shown]
    return Page(hits, Place(shown[-1].at, shown[-1].pk) if len(found) > PAGE else None)


def find_best(among: Among, tsquery: str, skip: int = 0) -> tuple[list[Hit], bool]:
    """Return a page of the best matches and whether there are more: words of the head and of people count most."""
    page = _newest(among, tsquery)
    rank = Func(F("document"), Func(Value(tsquery), template="CAST(%(expressions)s AS tsquery)"), function="ts_rank")
    rows = SearchText.objects.filter(pk__in=page).annotate(rank=rank).order_by("-rank", "-at", "-pk")
    hits: dict[int, Hit] = {}
    for ticket, article, file in rows.values_list("ticket_id", "article_id", "attachment_id"):
        hits.setdefault(ticket, Hit(ticket, article, file))
    best = list(hits.values())
    return best[skip : skip + PAGE], len(best) > skip + PAGE


def _newest(among: Among, tsquery: str) -> list[int]:
    """Return the newest rows that answer, enough to choose the best of."""
    few = _few(among)
    candidates = walk(tsquery, _BEGIN, WALK) if few is None else of_tickets(few, tsquery, _BEGIN)
    if few is None and len(candidates) < _ENOUGH:
        candidates = by_index(tsquery, _BEGIN, BEST_OF)
    fitting = _wanted(list({row.ticket_id for row in candidates}), among)
    return [row.pk for row in candidates if row.ticket_id in fitting][:BEST_OF]


def find_by_attributes(tickets: QuerySet[Ticket], after: Place) -> Page:
    """Return `tickets`, the newest change first."""
    behind = Q(updated_at__lt=after.at) | Q(updated_at=after.at, pk__lt=after.pk)
    piece = list(tickets.filter(behind).order_by("-updated_at", "-pk").values_list("pk", "updated_at")[: PAGE + 1])
    following = Place(piece[PAGE - 1][1], piece[PAGE - 1][0]) if len(piece) > PAGE else None
    return Page([Hit(pk) for pk, _at in piece[:PAGE]], following)
