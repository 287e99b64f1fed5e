"""Locks that end with the connection that holds them: a killed process never leaves one behind."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


class LockSpace(enum.IntEnum):
    """What is locked; the first half of PostgreSQL's two-part advisory lock."""

    POLL = 71001
    SEND = 71002
    WATCH = 71003
    SWEEP = 71004
    FOUNDING = 71005
    INDEX = 71006


def lock(space: LockSpace, key: int) -> bool:
    """Take the lock if nobody else has it, and say whether it was got. It is held until `unlock`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, key])
        (got,) = cursor.fetchone()
    return bool(got)


def unlock(space: LockSpace, key: int) -> None:
    """Give the lock back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, key])


@contextmanager
def try_lock(space: LockSpace, key: int) -> Iterator[bool]:
    """Hold the lock if nobody else does; yields whether it was got. Must not be used inside a transaction."""
    got = lock(space, key)
    try:
        yield got
    finally:
        if got:
            unlock(space, key)


def hold(space: LockSpace, key: int = 0) -> None:
    """Wait for the lock and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [space, key])
