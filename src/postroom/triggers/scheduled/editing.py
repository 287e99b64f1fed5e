"""What administrators do to scheduled jobs: one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from postroom.conditions.answerable import answerable
from postroom.conditions.compile import ConditionError, branch_of, check
from postroom.models import ScheduledJob
from postroom.triggers.scheduled.due import this_hour


class ScheduledJobRefused(ValueError):  # named like the verbs' other refusals
    """A scheduled job that cannot be; its text is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class ScheduledJobDraft:
    """A scheduled job as it shall be; `weekdays` 1 (Monday) to 7, `hours` 0 to 23."""

    name: str
    conditions: Mapping[str, Any]
    actions: Sequence[Mapping[str, Any]]
    weekdays: Sequence[int]
    hours: Sequence[int]
    most: int
    note: str = ""


def save_scheduled_job(draft: ScheduledJobDraft, job: ScheduledJob | None = None) -> ScheduledJob:
    """Create a scheduled job (inactive), or change `job`.

    Raises ScheduledJobRefused, with nothing changed.
    """
    _check(draft, job)
    row = job or ScheduledJob()
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    # How a run is going stands in the other columns, and a worker may write them at this moment.
    row.save(update_fields=list(asdict(draft)) if job else None)
    return row


def switch_scheduled_job(job: ScheduledJob, *, active: bool) -> None:
    """Let it run from the next of its hours on, or not."""
    begins = {"slot": this_hour()} if active else {}
    ScheduledJob.objects.filter(pk=job.pk).update(active=active, **begins)


def _check(draft: ScheduledJobDraft, job: ScheduledJob | None) -> None:
    try:
        check(draft.conditions)
    except ConditionError as error:
        raise ScheduledJobRefused(str(error)) from error
    branch = branch_of(draft.conditions)
    if branch is not None and not branch[1]:
        raise ScheduledJobRefused(_("Enter at least one condition: without any, all tickets would be changed."))
    if answerable(draft.conditions)[1]:
        raise ScheduledJobRefused(_("A scheduled job can only ask about tickets, not about what just happened."))
    if not draft.actions:
        raise ScheduledJobRefused(_("A scheduled job needs at least one action."))
    others = ScheduledJob.objects.exclude(pk=job.pk) if job else ScheduledJob.objects.all()
    if others.filter(name=draft.name).exists():
        raise ScheduledJobRefused(_("There is one with the name “%(name)s” already.") % {"name": draft.name})
