"""Job names, and enqueueing in the current transaction: no row without its job, no job without its row."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from procrastinate.contrib.django import app

POLL = "poll"
PROCESS = "process"
OPEN_WAITING = "open_waiting"
RUN_TRIGGERS = "run_triggers"
RUN_SCHEDULED = "run_scheduled"
DELIVER = "deliver"
PROBE = "probe"
SUBSCRIBE = "subscribe"
UNSUBSCRIBE = "unsubscribe"
REVOKE = "revoke"
CALL_WEBHOOK = "call_webhook"
INDEX = "index"
READ_FILES = "read_files"
IMPORT_USERS = "import_users"
REMOVE_PERSON = "remove_person"


def enqueue(
    job: str,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    at: datetime.datetime | None = None,
    **ids: Any,
) -> int:
    """Enqueue `job` with `ids` (numbers, lists of numbers, short texts) and return the job's id.

    `lock`: jobs with the same lock run one after another. `queueing_lock`: at most one such job waits; a second
    raises `procrastinate.exceptions.AlreadyEnqueued`. `at`: not before this aware time.
    """
    task = app.configure_task(job, lock=lock, queueing_lock=queueing_lock, schedule_at=at, queue=job)
    return task.defer(**ids)


@dataclass(frozen=True, slots=True)
class Work:
    """A job that is enqueued together with others, as `enqueue` takes it."""

    job: str
    ids: dict[str, Any] = field(default_factory=dict)
    at: datetime.datetime | None = None


def enqueue_together(works: Sequence[Work]) -> None:
    """Enqueue these jobs by one statement."""
    tasks = ((app.configure_task(work.job, schedule_at=work.at, queue=work.job), work.ids) for work in works)
    jobs = [task.make_new_job(**ids) for task, ids in tasks]
    if jobs:
        app.job_manager.batch_defer_jobs(jobs=jobs)
