"""What the page of system health asks the database: few statements, each with a deadline."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction

_DEADLINE = "2s"
"""Of each statement: a sick database must still be able to say so."""

_QUEUES = """
SELECT queue_name,
       count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())),
       count(*) FILTER (WHERE status = 'doing'),
       (SELECT min(at) FROM procrastinate_events WHERE job_id = min(jobs.id) FILTER (
           WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())))
  FROM procrastinate_jobs AS jobs
 WHERE status IN ('todo', 'doing')
 GROUP BY queue_name ORDER BY queue_name
"""
_WORK = """
SELECT (SELECT count(*) FROM postroom_outbound WHERE state IN ('waiting', 'sending')),
       (SELECT count(*) FROM postroom_outbound WHERE state IN ('failed', 'uncertain')),
       (SELECT count(*) FROM postroom_inbound WHERE state = 'quarantined'),
       (SELECT min(stored_at) FROM postroom_inbound WHERE state = 'stored'),
       (SELECT created_at FROM postroom_event WHERE search_pending ORDER BY id LIMIT 1),
       (SELECT count(*) FROM postroom_filetext WHERE state = 'waiting'),
       (SELECT coalesce(not_before, created_at) FROM postroom_event
         WHERE triggers_pending AND (not_before IS NULL OR not_before <= now()) ORDER BY id LIMIT 1)
"""
_PROCESSES = """
SELECT (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'),
       (SELECT max(last_heartbeat) FROM procrastinate_workers),
       (SELECT count(*) FROM pg_stat_activity
         WHERE application_name = 'postroom live' AND datname = current_database())
"""
_DATABASE = "SELECT pg_database_size(current_database()), current_setting('server_version')"
_TABLES = """
SELECT relname, pg_total_relation_size(oid) AS bytes, greatest(reltuples, 0)::bigint
  FROM pg_class
 WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
 ORDER BY bytes DESC LIMIT 12
"""
_BACKUP = "SELECT changed_at FROM postroom_setting WHERE key = 'last_backup'"


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs of one kind."""

    name: str
    waiting: int
    running: int
    oldest: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done yet."""

    leaving: int
    stuck: int
    quarantined: int
    unread_since: datetime.datetime | None
    unsearched_since: datetime.datetime | None
    files: int
    untriggered_since: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` is what the database estimates."""

    name: str
    bytes: int
    rows: int


def queues() -> list[Queue]:
    """Return the kinds of jobs of which some wait or run."""
    return [Queue(*row) for row in _ask(_QUEUES)]


def work() -> Work | None:
    """Return what waits; None where the database did not answer in time."""
    return next((Work(*row) for row in _ask(_WORK)), None)


def processes() -> tuple[int, datetime.datetime | None, int]:
    """Return the lanes of workers alive, when a worker was last heard of, and the web processes alive."""
    return next(iter(_ask(_PROCESSES)), (0, None, 0))


def database() -> tuple[int, str]:
    """Return the bytes of the database and the version of its server."""
    return next(iter(_ask(_DATABASE)), (0, ""))


def tables() -> list[Table]:
    """Return the largest tables with their indexes."""
    return [Table(name.removeprefix("postroom_"), size, rows) for name, size, rows in _ask(_TABLES)]


def last_backup() -> datetime.datetime | None:
    """Return when `postroom backup` last wrote an archive."""
    return next((when for (when,) in _ask(_BACKUP)), None)


def _ask(statement: str) -> list[tuple[Any, ...]]:
    try:
        with _hurried(), connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())
    except DatabaseError:
        return []


@contextmanager
def _hurried() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{_DEADLINE}'")
        yield
