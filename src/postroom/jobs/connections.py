"""Giving a thread's database connection back to the pool: threads that mostly wait must not hold one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def borrowed() -> Iterator[None]:
    """Use the database inside; afterwards the thread holds no connection."""
    try:
        yield
    finally:
        connection.close()
