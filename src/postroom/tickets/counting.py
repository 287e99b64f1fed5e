"""Counting lists without reading them to their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MOST = 999
"""What is more is counted as `MOST` + 1: nobody reads a longer number in a list of lists."""


def capped_counts(querysets: Sequence[QuerySet[Any]]) -> list[int]:
    """Return how many rows each of `querysets` has, at most `MOST` + 1, in one statement.

    Each is a query of its own inside it, so that each uses the index that fits it best.
    """
    parts, values = [], []
    for queryset in querysets:
        sql, given = _limited(queryset)
        parts.append(f"(SELECT count(*) FROM ({sql}) AS part)")  # noqa: S608  # Django wrote it, values stand apart
        values += given
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [int(number) for number in cursor.fetchone()]


def _limited(queryset: QuerySet[Any]) -> tuple[str, list[Any]]:
    try:
        sql, given = queryset.order_by().values("pk")[: MOST + 1].query.sql_with_params()
    except EmptyResultSet:
        # Django knows that nothing can be found, as where somebody has no group at all, and writes no statement.
        return "SELECT WHERE false", []
    return sql, list(given)
