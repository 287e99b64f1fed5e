"""What keeps things going when a process was killed in the middle: rows that wait without a job get one.

Jobs only wake somebody up; what is to be done stands in the rows. So a lost job costs seconds, never a mail.
"""

from __future__ import annotations

import datetime
import threading

import structlog
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from postroom.channels.converting.former import forget_old
from postroom.channels.notices_ahead import look_ahead
from postroom.delivery.notices import mail_notices
from postroom.enqueue import (
    CALL_WEBHOOK,
    DELIVER,
    IMPORT_USERS,
    INDEX,
    PROCESS,
    READ_FILES,
    REMOVE_PERSON,
    RUN_SCHEDULED,
    RUN_TRIGGERS,
    enqueue,
)
from postroom.jobs.connections import borrowed
from postroom.jobs.housekeeping.running import keep_house
from postroom.live.presence import forget_absent
from postroom.models import (
    Event,
    FileState,
    FileText,
    ImportState,
    Inbound,
    InboundState,
    Outbound,
    OutboundState,
    Removal,
    ScheduledJob,
    UserImport,
    WebhookCall,
)
from postroom.models.locks import LockSpace, try_lock
from postroom.people.auditing import forget_old_entries
from postroom.people.importing.running import forget_old_imports
from postroom.tickets.holding import forget_left
from postroom.tickets.pending import end_pending
from postroom.triggers.scheduled.due import start_due

log = structlog.get_logger(__name__)

EVERY = 10.0
"""Seconds between two sweeps."""
_OLD = datetime.timedelta(seconds=20)
"""A row that waits so long has lost its job, or its worker is busy: then the job finds it locked or done."""
_PIECE = 25
_MOST = 5_000


def sweep_until(stop: threading.Event) -> None:
    """Sweep at once and then every ten seconds, until `stop` is set."""
    while True:
        try:
            with borrowed(), try_lock(LockSpace.SWEEP, 0) as got:
                if got:
                    sweep()
        except Exception:
            log.exception("sweep failed")
        if stop.wait(EVERY):
            return


def sweep() -> None:
    """Do everything once."""
    _forget_dead_jobs()
    _process_stored()
    _run_triggers()
    _run_scheduled()
    _deliver()
    _call_webhooks()
    _search()
    _work_on_people()
    end_pending()
    forget_left()
    look_ahead()
    mail_notices()
    forget_absent()
    forget_old()
    forget_old_entries()
    forget_old_imports()
    keep_house()


def _forget_dead_jobs() -> None:
    """Jobs of workers that were killed: their rows wait, and are found below."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - interval '30 seconds'")
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NULL")


def _process_stored() -> None:
    waiting = Inbound.objects.filter(state=InboundState.STORED, stored_at__lt=timezone.now() - _OLD)
    rows = list(waiting.order_by("pk").values_list("pk", "attempts")[:_MOST])
    if not rows or _queued(PROCESS):
        return
    Inbound.objects.filter(pk__in=[pk for pk, _ in rows]).update(attempts=F("attempts") + 1)
    together = [pk for pk, attempts in rows if attempts == 0]
    for start in range(0, len(together), _PIECE):
        enqueue(PROCESS, row_ids=together[start : start + _PIECE])
    for pk, attempts in rows:
        if attempts:
            enqueue(PROCESS, row_ids=[pk])


def _run_triggers() -> None:
    old = timezone.now() - _OLD
    waiting = Event.objects.filter(
        Q(not_before=None, created_at__lt=old) | Q(not_before__lt=old), triggers_pending=True
    )
    events = list(waiting.order_by("pk").values_list("pk", flat=True)[:_MOST])
    if events and not _queued(RUN_TRIGGERS):
        for start in range(0, len(events), _PIECE):
            enqueue(RUN_TRIGGERS, event_ids=events[start : start + _PIECE])


def _run_scheduled() -> None:
    """Jobs whose hour has begun, and runs that were cut off."""
    start_due()
    if not _queued(RUN_SCHEDULED):
        for job_id in ScheduledJob.objects.filter(due=True).values_list("pk", flat=True):
            enqueue(RUN_SCHEDULED, job_id=job_id)


def _deliver() -> None:
    """Mail whose time has come, and mail whose sender died."""
    now = timezone.now()
    due = Q(state=OutboundState.WAITING) & (Q(not_before__lte=now) | Q(not_before=None, created_at__lt=now - _OLD))
    left = Q(state=OutboundState.SENDING, claimed_at__lt=now - _OLD)
    rows = Outbound.objects.filter(due | left, email_address__channel__active=True)
    for channel_id in rows.values_list("email_address__channel_id", flat=True).distinct():
        enqueue(DELIVER, channel_id=channel_id)


def _call_webhooks() -> None:
    waiting = WebhookCall.objects.filter(finished_at=None, due_at__lt=timezone.now() - _OLD)
    for call_id in waiting.values_list("pk", flat=True)[:_MOST]:
        enqueue(CALL_WEBHOOK, call_id=call_id)


def _search() -> None:
    old = timezone.now() - _OLD
    if Event.objects.filter(search_pending=True, created_at__lt=old).exists() and not _queued(INDEX):
        enqueue(INDEX)
    if FileText.objects.filter(state=FileState.WAITING, asked_at__lt=old).exists() and not _queued(READ_FILES):
        enqueue(READ_FILES)


def _work_on_people() -> None:
    """Imports and removals that a worker left behind; each may be run again at any time."""
    if not _queued(IMPORT_USERS):
        for import_id in UserImport.objects.filter(state=ImportState.WAITING).values_list("pk", flat=True):
            enqueue(IMPORT_USERS, import_id=import_id)
    if not _queued(REMOVE_PERSON):
        for removal_id in Removal.objects.filter(error="").values_list("pk", flat=True):
            enqueue(REMOVE_PERSON, lock=f"removal {removal_id}", removal_id=removal_id)


def _queued(job: str) -> bool:
    """Whether jobs of this name wait already: then the worker is only busy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE queue_name = %s AND status = 'todo' LIMIT 1", [job])
        return cursor.fetchone() is not None
