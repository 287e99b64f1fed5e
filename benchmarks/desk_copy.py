"""Rows by COPY: what is not named gets the default of its field, so new fields of a model need no change here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg.adapt import PyFormat, Transformer

Row = Sequence[Any]
_ESCAPED = (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"))


def copy(model: type[Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert `rows` of the columns `names`.

    Lines are written here and not by psycopg, which would adapt every default anew for every row
    (PostgreSQL manual, COPY, text format).
    """
    given = set(names)
    rest = [field for field in model._meta.concrete_fields if field.column not in given and not field.primary_key]
    columns = ", ".join(f'"{column}"' for column in [*names, *(field.column for field in rest)])
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as out:
        defaults = [_written(field.get_db_prep_save(field.get_default(), connection)) for field in rest]
        out.write("".join("\t".join([*map(_written, row), *defaults]) + "\n" for row in rows))


def _written(value: object) -> str:
    if isinstance(value, str):
        return _escaped(value)
    if value is None:
        return "\\N"
    if isinstance(value, int | datetime.datetime):
        return str(value)
    return _escaped(_adapted(value))


def _escaped(text: str) -> str:
    for plain, written in _ESCAPED:
        text = text.replace(plain, written)
    return text


def _adapted(value: object) -> str:
    dumped = Transformer(connection.connection).get_dumper(value, PyFormat.TEXT).dump(value)
    assert dumped is not None
    return bytes(dumped).decode()


def continue_ids(*models: type[Model]) -> None:
    """Let ids go on after the highest given."""
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


@contextmanager
def trusted_rows() -> Iterator[None]:
    """Let the database take rows without looking up what they point to; needs a superuser."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        yield
        cursor.execute("RESET session_replication_role")
        cursor.execute("RESET synchronous_commit")


@contextmanager
def without_index(table: str, index: str) -> Iterator[None]:
    """Take an index away, and make it anew at the end: for many rows that is quicker than keeping it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexname = %s", [table, index])
        (definition,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {index}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(definition)
        cursor.execute("RESET maintenance_work_mem")


@contextmanager
def unswept(*models: type[Model]) -> Iterator[None]:
    """Keep autovacuum away from tables that are filled: what it does has to be done again at the end."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off, toast.autovacuum_enabled = off)")
    yield
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} RESET (autovacuum_enabled, toast.autovacuum_enabled)")
