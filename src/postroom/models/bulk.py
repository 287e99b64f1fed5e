"""Inserting many rows by COPY: nothing is quoted by us or parsed by the server; several times cheaper than INSERT.

Rows that may be there already cannot be copied: they need ON CONFLICT.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.models import Field, ForeignKey, Model
from psycopg import sql

_LENGTH = re.compile(r"\(\d+\)")
_AS_IT_IS = (
    *(models.BigAutoField, models.BigIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField),
    *(models.BooleanField, models.CharField, models.TextField, models.BinaryField, models.ForeignKey),
)
"""Fields whose values need no preparing; most of what Django does for one row is asking whether they do."""


def insert(tables: Sequence[Sequence[Model]]) -> None:
    """Insert rows; each sequence holds those of one table, after the tables that its rows point to. It may be empty.

    Rows without a key get one; foreign keys are taken from the related objects. Raises the errors of `django.db`.
    """
    _give_keys([[row for row in rows if row.pk is None] for rows in tables])
    for rows in filter(None, tables):
        _copy(rows)


def _give_keys(tables: Sequence[Sequence[Model]]) -> None:
    """Take the keys of all rows from the tables' sequences, in one statement."""
    wanting = [rows for rows in tables if rows]
    if not wanting:
        return
    one = "ARRAY(SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s))"
    counts = [value for rows in wanting for value in (rows[0]._meta.db_table, len(rows))]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([one] * len(wanting))}", counts)
        keys = cursor.fetchone()
    for rows, found in zip(wanting, keys, strict=True):
        for row, key in zip(rows, found, strict=True):
            row.pk = key


@dataclass(frozen=True, slots=True)
class _Plan:
    """How rows of a model are copied."""

    statement: sql.Composed
    types: list[str]
    readers: list[Callable[[Model], Any]]
    links: list[ForeignKey[Any, Any]]


@functools.cache
def _plan(model: type[Model]) -> _Plan:
    fields = list(model._meta.concrete_fields)
    columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    return _Plan(
        sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(model._meta.db_table), columns),
        [_LENGTH.sub("", str(field.db_type(connection))) for field in fields],
        [_reader(field) for field in fields],
        [field for field in fields if isinstance(field, ForeignKey)],
    )


def _reader(field: Field[Any, Any]) -> Callable[[Model], Any]:
    """Return what takes the value of `field` from a row, as the database wants it."""
    if type(field) in _AS_IT_IS:
        return attrgetter(field.attname)
    return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)


def _copy(rows: Sequence[Model]) -> None:
    plan = _plan(type(rows[0]))
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(plan.statement) as copy:
        copy.set_types(plan.types)
        for row in rows:
            _link(row, plan.links)
            copy.write_row([read(row) for read in plan.readers])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _link(row: Model, links: Sequence[ForeignKey[Any, Any]]) -> None:
    """Take the key of a related object that had none when it was assigned."""
    for field in links:
        if getattr(row, field.attname) is None and field.is_cached(row):
            setattr(row, field.name, field.get_cached_value(row))
