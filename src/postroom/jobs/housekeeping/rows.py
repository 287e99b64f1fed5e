"""Rows that have served their time, a piece at a time."""

from __future__ import annotations

import datetime

from django.db import connection
from django.db.models import Max, Model, QuerySet
from django.utils import timezone

from postroom.configuration import configuration
from postroom.models import MergedPerson, Notification, Probe, Session
from postroom.people.merging.undo import KEPT_FOR

PIECE = 5_000
PROBES_KEPT = datetime.timedelta(days=30)

# Finished jobs go at once; what is found here comes from an older Postroom or from a worker that was killed.
_JOBS = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT id FROM procrastinate_jobs AS job
     WHERE status NOT IN ('todo', 'doing')
       AND NOT EXISTS (SELECT FROM procrastinate_events WHERE job_id = job.id AND at > now() - interval '7 days')
     LIMIT 5000)
"""
_GUESSES = "DELETE FROM postroom_cache WHERE expires < now()"


def remove_ended_sessions() -> int:
    """Remove sessions whose time is over."""
    return _piece(Session.objects.filter(expire_date__lt=timezone.now()))


def remove_old_notifications() -> int:
    """Remove notifications that are older than the settings say, read or not."""
    days = configuration().notification_days
    if not days:
        return 0
    return _piece(Notification.objects.filter(created_at__lt=timezone.now() - datetime.timedelta(days=days)))


def remove_old_probes() -> int:
    """Remove trials of channels that are over, except the newest of each channel and purpose, which pages show."""
    newest = Probe.objects.filter(channel__isnull=False).values("channel", "purpose").annotate(last=Max("pk"))
    old = Probe.objects.filter(channel__isnull=False, finished_at__lt=timezone.now() - PROBES_KEPT)
    return _piece(old.exclude(pk__in=newest.values("last")))


def forget_old_merges() -> int:
    """Forget what it takes to take back merges of people that are too long ago; that they were merged stays."""
    old = MergedPerson.objects.exclude(record="").filter(created_at__lte=timezone.now() - KEPT_FOR)
    return old.update(record="")


def remove_finished_jobs() -> int:
    """Remove jobs that ended long ago, well or not."""
    return _executed(_JOBS)


def remove_old_guesses() -> int:
    """Remove what was counted of guessed passwords when it counts no longer."""
    return _executed(_GUESSES)


def _piece(rows: QuerySet[Model]) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:PIECE])
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def _executed(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)
