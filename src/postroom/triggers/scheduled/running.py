"""Running a scheduled job: a piece of its tickets at a time, each ticket once a run also where a run is cut off."""

from __future__ import annotations

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from postroom.conditions.compile import ConditionError, to_q
from postroom.models import Article, ArticleKind, Event, EventKind, ScheduledJob, SenderKind, Ticket
from postroom.sentences import sentence as _
from postroom.tickets.act import Act, acting
from postroom.tickets.automatic import Gate
from postroom.tickets.informing.inform import inform
from postroom.tickets.locking import locked_many
from postroom.triggers.actions import SCHEDULED_ACTIONS
from postroom.triggers.occasion import Occasion

log = structlog.get_logger(__name__)

_PIECE = 25


def run_scheduled(job_id: int) -> None:
    """Do the actions of a job that is due on the tickets that fit, up to its limit.

    Raises OperationalError and InterfaceError, where the database is the trouble; then it goes on where it was.
    """
    try:
        while _run_piece(job_id):
            pass
    except (ConditionError, ValueError) as error:
        ScheduledJob.objects.filter(pk=job_id).update(due=False, ran_at=timezone.now(), error=str(error))


def _run_piece(job_id: int) -> bool:
    """Do the next tickets, and how far it is, in one transaction; say whether there may be more."""
    with acting(None, "schedule") as act:
        # Whoever else runs this job waits here, and goes on behind what is done then.
        job = ScheduledJob.objects.select_for_update().filter(pk=job_id, due=True).first()
        if job is None:
            return False
        room = min(_PIECE, max(job.most - job.done - job.failed, 0))
        pks = list(fitting(job).order_by("pk").values_list("pk", flat=True)[:room])
        _do(act.but(reason=job.name, depth=1), job, pks)
        job.reached = pks[-1] if pks else job.reached
        if not pks or len(pks) < room:
            job.due, job.ran_at = False, timezone.now()
        job.save(update_fields=["reached", "done", "failed", "due", "ran_at"])
        return job.due


def fitting(job: ScheduledJob) -> QuerySet[Ticket]:
    """Return the tickets that this run has not done yet.

    Raises ConditionError where the conditions ask about something that no ticket knows.
    """
    return Ticket.objects.filter(to_q(job.conditions), pk__gt=job.reached)


def _do(act: Act, job: ScheduledJob, pks: list[int]) -> None:
    tickets = locked_many(pks)
    # Somebody may have changed them before they were locked.
    still = set(fitting(job).filter(pk__in=pks).values_list("pk", flat=True))
    gate = Gate.open(ticket.customer.email for ticket in tickets.values())
    answered = _last_mails(still)
    for pk in sorted(still):
        event = Event(ticket=tickets[pk], article=answered.get(pk), kind=EventKind.CHANGED, created_at=act.at)
        if _act_on(Occasion(act, event, gate, {}), job):
            job.done += 1
        else:
            job.failed += 1
    act.new.flush()
    inform(act.events)


def _act_on(occasion: Occasion, job: ScheduledJob) -> bool:
    """Do the actions behind a savepoint: what was done before one failed is undone, and the next ticket still comes."""
    act, event = occasion.act, occasion.event
    act.new.flush()
    recorded = len(act.events)
    try:
        with transaction.atomic():
            for action in job.actions:
                SCHEDULED_ACTIONS[action["action"]](occasion, action)
            act.new.flush()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("scheduled job failed", job=job.pk, ticket=event.ticket_id)
        del act.events[recorded:]
        act.new.forget()
        ticket = Ticket.objects.select_related("group", "customer", "owner").get(pk=event.ticket_id)
        act.but(reason=_("%(trigger)s: %(reason)s", trigger=job.name, reason=str(error))).record(
            ticket, EventKind.CHANGED
        )
        return False
    return True


def _last_mails(pks: set[int]) -> dict[int, Article]:
    """What a mail answers: each ticket's last mail from the customer. One statement."""
    mails = Article.objects.filter(ticket__in=pks, kind=ArticleKind.EMAIL, sender=SenderKind.CUSTOMER)
    return {mail.ticket_id: mail for mail in mails.order_by("created_at", "id")}
