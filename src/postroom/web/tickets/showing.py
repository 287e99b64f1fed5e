"""How a list is shown: what its address says, what the person chose for the overview, what the overview says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from postroom.models import ListChoice, User
from postroom.prepared import Prepared, Slot
from postroom.tickets.overviews import Overview
from postroom.web.tickets.columns import Column, chosen, row_of
from postroom.web.tickets.line import Line
from postroom.web.tickets.order import GROUPINGS, SORTS, USUAL

_CHOICE = [field.attname for field in ListChoice._meta.concrete_fields]
_choice = Prepared(lambda: ListChoice.objects.filter(user=Slot(0), overview=Slot(1)).values_list(*_CHOICE))


@dataclass(frozen=True, slots=True)
class Showing:
    """Columns, order, groups, and whether rows are low."""

    columns: list[Column]
    sort: str
    group_by: str
    dense: bool
    own: bool
    """Whether the person chose something for this overview."""


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in the list; `heading` where a group of tickets begins with it."""

    ticket: Line
    html: SafeString
    heading: str


def showing(overview: Overview, user: User, query: Mapping[str, str]) -> Showing:
    """Return how `user` sees `overview` at this address. One statement."""
    choice = next((ListChoice.from_db("default", _CHOICE, row) for row in _choice.rows(user.pk, overview.slug)), None)
    sorts = (query.get("sort", ""), choice.sort if choice else "", overview.sort)
    return Showing(
        columns=chosen(choice.columns if choice and choice.columns else overview.columns),
        sort=next((sort for sort in sorts if sort.removeprefix("-") in SORTS), USUAL),
        group_by=choice.group_by if choice else overview.group_by,
        dense=choice is not None and choice.dense,
        own=choice is not None,
    )


def rows_of(tickets: Iterable[Line], shown: Showing) -> list[Row]:
    """Return the rows of a page, with a heading where a group begins."""
    listed = list(tickets)
    written = [row_of(ticket, shown.columns) for ticket in listed]
    return [Row(*row) for row in zip(listed, written, _headings(listed, shown.group_by), strict=True)]


def _headings(tickets: list[Line], group_by: str) -> list[str]:
    grouping = GROUPINGS.get(group_by)
    if grouping is None or not tickets:
        return [""] * len(tickets)
    groups = [grouping.of(ticket) for ticket in tickets]
    begins = [True, *(before[0] != after[0] for before, after in pairwise(groups))]
    return [text if begin else "" for begin, (_key, text) in zip(begins, groups, strict=True)]
