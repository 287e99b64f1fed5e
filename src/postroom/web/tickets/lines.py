"""The rows of a page of the ticket list, asked of the database."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from postroom.models import Ticket
from postroom.prepared import Row, rows, written
from postroom.tickets.overviews import Looker, Overview, found_by
from postroom.tickets.unsent import has_draft
from postroom.web.tickets.keyset import KeysetPage, Window, window_at
from postroom.web.tickets.line import Line
from postroom.web.tickets.order import keys_for

PAGE = 50


_COUNT = len(Line._fields)


def first_lines(overview: Overview, looker: Looker, sort: str, group_by: str) -> KeysetPage[Line]:
    """Return the first page of an overview. One statement, put into SQL once.

    Raises one of `overviews.UNREADABLE` where the overview's conditions are not understood.
    """
    conditions = json.dumps(overview.conditions)
    return _page(_beginning(conditions, overview.mentioning, looker, sort, group_by), _first(sort, group_by))


def lines(found: QuerySet[Ticket], user: int, sort: str, group_by: str, after: str, before: str) -> KeysetPage[Line]:
    """Return the page of `found` tickets that begins after, or ends before, such a place. One statement."""
    window = window_at(keys_for(sort, group_by), PAGE, after, before)
    return _page(_sql(found, user, window), window)


@lru_cache(1024)
def _beginning(conditions: str, mentioning: bool, looker: Looker, sort: str, group_by: str) -> str:
    found = found_by(json.loads(conditions), mentioning, looker)
    return _sql(found, looker.user, _first(sort, group_by))


def _first(sort: str, group_by: str) -> Window:
    return window_at(keys_for(sort, group_by), PAGE)


def _sql(found: QuerySet[Ticket], user: int, window: Window) -> str:
    """Return the SQL, which is empty where Django knows that nothing can be found."""
    asked = window.of(found).annotate(drafted=has_draft(user))
    try:
        return written(asked.values_list(*Line._fields, *window.names))
    except EmptyResultSet:
        return ""


def _page(sql: str, window: Window) -> KeysetPage[Line]:
    def place_of(row: Row) -> list[Any]:
        return list(row[_COUNT:])

    page = window.page(rows(sql) if sql else [], place_of)
    return KeysetPage([Line._make(row[:_COUNT]) for row in page.rows], page.previous, page.next)
