"""Rows whose words answer a question, newest first, by the way that is bounded for it.

The planner cannot know how many rows begin with some letters, and words of every mail are asked for as often as rare
ones. So the newest rows are looked through one by one first, which ends soon where a word is common; only where that
did not find enough the index is asked, and then the word is rare.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

_WALK = """
SELECT id, ticket_id, article_id, attachment_id, at FROM (
  SELECT * FROM postroom_searchtext WHERE (at, id) < (%s, %s) ORDER BY at DESC, id DESC LIMIT %s OFFSET %s
) AS newest WHERE document @@ %s::tsquery ORDER BY at DESC, id DESC LIMIT %s
"""
_BY_INDEX = """
WITH found AS MATERIALIZED (
  SELECT id, ticket_id, article_id, attachment_id, at FROM postroom_searchtext WHERE document @@ %s::tsquery
)
SELECT * FROM found WHERE (at, id) < (%s, %s) ORDER BY at DESC, id DESC LIMIT %s
"""
_OF_TICKETS = """
SELECT id, ticket_id, article_id, attachment_id, at FROM postroom_searchtext
WHERE ticket_id = ANY(%s) AND (at, id) < (%s, %s) AND (document @@ %s::tsquery) IS TRUE
ORDER BY at DESC, id DESC
"""

Place = tuple[datetime.datetime, int]
"""The time and the id of a row; rows behind it are older."""


class Candidate(NamedTuple):
    """A row of `SearchText` without its words."""

    pk: int
    ticket_id: int
    article_id: int
    attachment_id: int | None
    at: datetime.datetime


def walk(tsquery: str, after: Place, rows: int, skip: int = 0, most: int = 600) -> list[Candidate]:
    """Return the rows that answer among so many of the newest behind `after`, at most `most` of them.

    `skip`: so many were looked through before.
    """
    return _asked(_WALK, [*after, rows, skip, tsquery, most])


def by_index(tsquery: str, after: Place, most: int) -> list[Candidate]:
    """Return at most so many rows that answer behind `after`."""
    return _asked(_BY_INDEX, [tsquery, *after, most])


def of_tickets(tickets: Sequence[int], tsquery: str, after: Place) -> list[Candidate]:
    """Return all rows of these tickets that answer behind `after`."""
    return _asked(_OF_TICKETS, [list(tickets), *after, tsquery])


def _asked(sql: str, parameters: list[Any]) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Candidate(*row) for row in cursor.fetchall()]
