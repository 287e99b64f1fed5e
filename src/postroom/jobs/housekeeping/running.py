"""Which tidying is due, running it, and writing down how it went."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils import timezone

from postroom.jobs.housekeeping import blobs, rows
from postroom.models import Housekeeping
from postroom.stopping import stopping

log = structlog.get_logger(__name__)

_HOUR, _DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of tidying. `remove` deletes a piece and returns how many rows it were; 0 ends the run."""

    name: str
    every: datetime.timedelta
    remove: Callable[[], int]


TASKS = (
    Task("sessions", _HOUR, rows.remove_ended_sessions),
    Task("guesses", _HOUR, rows.remove_old_guesses),
    Task("jobs", _HOUR, rows.remove_finished_jobs),
    Task("notifications", _DAY, rows.remove_old_notifications),
    Task("probes", _DAY, rows.remove_old_probes),
    Task("merges", _HOUR, rows.forget_old_merges),
    # It looks at every file there is.
    Task("blobs", _DAY, blobs.remove_unused_blobs),
)


def keep_house() -> None:
    """Run what is due. What fails is written down and tried again when it is due the next time; the others run."""
    ran = dict(Housekeeping.objects.values_list("name", "ran_at"))
    now = timezone.now()
    for task in TASKS:
        if task.name not in ran or ran[task.name] <= now - task.every:
            _run(task)


def _run(task: Task) -> None:
    removed, error = 0, ""
    try:
        while (count := _piece(task)) and not stopping():
            removed += count
    except Exception as failure:
        log.exception("housekeeping failed", task=task.name)
        error = type(failure).__name__
    _write_down(task.name, removed, error)


@transaction.atomic
def _piece(task: Task) -> int:
    return task.remove()


def _write_down(name: str, removed: int, error: str) -> None:
    row = Housekeeping.objects.filter(pk=name).first() or Housekeeping(name=name)
    row.ran_at = timezone.now()
    row.removed = removed
    row.removed_in_all += removed
    row.failed_since = (row.failed_since or row.ran_at) if error else None
    row.error = error
    row.save()
