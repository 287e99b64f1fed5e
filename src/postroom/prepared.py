"""Queries that every page asks: put into SQL once in a process, planned once on a connection.

Of a small query the answer is the least part: Django's way to SQL and PostgreSQL's to a plan take longer, every time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import psycopg
from django.db import NotSupportedError, connection
from django.db.models import Expression, QuerySet

Row = tuple[Any, ...]
_KEPT = 40
"""Plans on a connection, those asked last: one of the large ones takes 0.2 MB of PostgreSQL's memory."""


class Slot(Expression):
    """Stands in a query for the value at `place` of those that `Prepared.rows` is given."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, Any]:
        """Return a place for the value."""
        return "%s", (self,)


class Slots(Slot):
    """Stands after `__in` for a list of ids."""

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, Any]:
        """Return a place for the list, as rows."""
        return "(SELECT unnest(%s::bigint[]))", (self,)


class Prepared:
    """A query with slots. What it is made of is put into SQL when it is asked for the first time."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build

    def rows(self, *values: object) -> list[Row]:
        """Return what the query finds with these values in its slots, as the database says it: no field converts it."""
        sql, given = self._sql
        return rows(sql, [values[value.place] if isinstance(value, Slot) else value for value in given])

    @cached_property
    def _sql(self) -> tuple[str, Sequence[Any]]:
        return self._build().query.sql_with_params()


def rows(sql: str, values: Sequence[object] | None = None) -> list[Row]:
    """Return what a statement finds. Its plan is kept where it is asked often (psycopg, "Prepared statements").

    A statement over large tables has its values written into it (`written`) and not beside it: the best plan for one
    state of tickets is not that for another.
    """
    connection.ensure_connection()
    if connection.queries_logged:
        # Django's own way of noting it would ask psycopg, which does not tell of a statement that is kept.
        connection.queries_log.append({"sql": sql, "time": "0"})
    wrapped: Callable[[Any], Any] = connection.make_cursor
    connection.connection.prepared_max = _KEPT
    with wrapped(psycopg.Cursor(connection.connection)) as cursor:
        try:
            cursor.execute(sql, values)
        except NotSupportedError:
            if connection.in_atomic_block:
                raise
            # A newer Postroom on another machine has changed a table: PostgreSQL does not make such a plan anew.
            cursor.execute("DEALLOCATE ALL")
            cursor.execute(sql, values)
        found: list[Row] = cursor.fetchall()
        return found


def written(queryset: QuerySet[Any, Any]) -> str:
    """Return the SQL of a query with all values written into it.

    Raises EmptyResultSet where Django knows that nothing can be found.
    """
    sql, values = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        text: str = cursor.mogrify(sql, values)
        return text
