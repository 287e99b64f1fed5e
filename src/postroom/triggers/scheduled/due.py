"""Which scheduled jobs are due: once an hour that they name, however many machines look."""

from __future__ import annotations

import datetime
import zoneinfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from postroom.configuration import configuration
from postroom.enqueue import RUN_SCHEDULED, enqueue
from postroom.models import ScheduledJob


def start_due() -> None:
    """Let those run whose hour has begun. An hour in which no worker ran is not made up for."""
    hour = this_hour()
    due = ScheduledJob.objects.filter(active=True, weekdays__contains=[hour.isoweekday()], hours__contains=[hour.hour])
    for job in due.filter(_not_in(hour)):
        start(job, hour)


def start(job: ScheduledJob, hour: datetime.datetime | None = None) -> bool:
    """Let it run, now or for an hour; False where somebody else did so for that hour, or it runs already."""
    rows = ScheduledJob.objects.filter(pk=job.pk, due=False)
    slot = {"slot": hour} if hour else {}
    with transaction.atomic():
        claimed = (rows.filter(_not_in(hour)) if hour else rows).update(
            due=True, reached=0, done=0, failed=0, error="", **slot
        )
        if claimed:
            enqueue(RUN_SCHEDULED, job_id=job.pk)
    return bool(claimed)


def this_hour(now: datetime.datetime | None = None) -> datetime.datetime:
    """Return when the hour began, in the time zone of the installation.

    The hour that comes twice when summer ends is one: both are told by the first.
    """
    local = (now or timezone.now()).astimezone(zoneinfo.ZoneInfo(configuration().time_zone))
    return local.replace(minute=0, second=0, microsecond=0, fold=0)


def _not_in(hour: datetime.datetime) -> Q:
    return Q(slot=None) | Q(slot__lt=hour)
