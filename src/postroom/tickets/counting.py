"""Counting lists without reading them to their end, and without waiting for one that takes too long."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from postroom.prepared import Row, rows, written

MOST = 999
"""What is more is counted as `MOST` + 1: nobody reads a longer number in a list of lists."""
_TOGETHER, _ALONE = 500, 100
"""Milliseconds for all lists of a page, and for each where that was not enough."""
_REST = 300.0
"""Seconds for which a list that took too long is not counted again."""
_slow: dict[str, float] = {}
"""Statements that took too long in this process, and until when they rest."""


def counting(queryset: QuerySet[Any]) -> str:
    """Return the SQL that counts the rows of `queryset`, at most `MOST` + 1, with all values written into it."""
    try:
        sql = written(queryset.order_by().values("pk")[: MOST + 1])
    except EmptyResultSet:
        # Django knows that nothing can be found, as where somebody has no group at all, and writes no statement.
        return "SELECT 0"
    return f"SELECT count(*) FROM ({sql}) AS part"  # noqa: S608  # Django wrote it


def counted(parts: Mapping[str, str], hurried: Mapping[str, str]) -> dict[str, int | None]:
    """Return what the statements of `counting` find, by the same names: in one statement, each a query of its own
    inside it, so that each uses the index that fits it best.

    Those in `hurried` are None where they take too long or cannot be asked; the others are waited for.
    """
    tried = {name: sql for name, sql in hurried.items() if not _rests(sql)}
    nothing: dict[str, int | None] = dict.fromkeys(hurried)
    if not tried:
        return nothing | _asked(parts)
    try:
        return nothing | _asked({**parts, **tried}, _TOGETHER)
    except DatabaseError:
        return nothing | _asked(parts) | {name: _alone(sql) for name, sql in tried.items()}


def _alone(sql: str) -> int | None:
    try:
        return _asked({"": sql}, _ALONE)[""]
    except DatabaseError:
        now = time.monotonic()
        _slow[sql] = now + _REST
        for rested in [known for known, until in _slow.items() if until < now]:
            del _slow[rested]
        return None


def _rests(sql: str) -> bool:
    return _slow.get(sql, 0.0) > time.monotonic()


def _asked(parts: Mapping[str, str], milliseconds: int = 0) -> dict[str, int]:
    if not parts:
        return {}
    select = f"SELECT {', '.join(f'({sql})' for sql in parts.values())}"
    (found,) = _hurried(select, milliseconds) if milliseconds else rows(select)
    return dict(zip(parts, _numbers(found), strict=True))


def _hurried(select: str, milliseconds: int) -> list[Row]:
    """Sent as one, which is one transaction; a transaction around it gets back the time that it had."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {milliseconds}; {select}; SET LOCAL statement_timeout = DEFAULT")
        cursor.nextset()
        found: list[Row] = cursor.fetchall()
        return found


def _numbers(row: Iterable[Any]) -> list[int]:
    return [int(number) for number in row]
