"""Running the triggers on events: in their order, under the lock of the ticket, each event once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.db.models.query import QuerySet
from django.utils import timezone

from postroom.conditions.compile import matches
from postroom.models import Event, EventKind, Ticket, Trigger
from postroom.sentences import sentence as _
from postroom.tickets.act import acting
from postroom.tickets.automatic import Gate
from postroom.tickets.informing.inform import inform
from postroom.tickets.locking import locked_many
from postroom.triggers.actions import perform
from postroom.triggers.match import values_of
from postroom.triggers.occasion import Occasion

log = structlog.get_logger(__name__)


def run_triggers(event_ids: Sequence[int]) -> None:
    """Run every active trigger on those of the events that still wait for it.

    A trigger that fails is noted in its ticket's history and keeps nothing from the others. Raises OperationalError and
    InterfaceError, where the database is the trouble.
    """
    try:
        _run_together(event_ids, _run)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.warning("triggers failed together, going on one by one", events=len(event_ids), exc_info=True)
        for event_id in event_ids:
            _run_together([event_id], _run_each)


def _run_together(event_ids: Sequence[int], run: Callable[[Occasion, Trigger], None]) -> None:
    triggers = list(Trigger.objects.filter(active=True))
    with acting(None, "trigger") as act:
        tickets = locked_many(_waiting(event_ids).values_list("ticket_id", flat=True))
        events = list(_waiting(event_ids).select_related("article").order_by("pk"))
        told: set[tuple[int, int]] = set()
        gate = Gate.open(ticket.customer.email for ticket in tickets.values())
        for event in events:
            event.ticket = tickets[event.ticket_id]
            occasion = Occasion(act, event, gate, values_of(event), told=told)
            for trigger in triggers:
                run(occasion, trigger)
        _waiting([event.pk for event in events]).update(triggers_pending=False)
        act.new.flush()
        inform([*events, *act.events], told)


def _waiting(event_ids: Sequence[int]) -> QuerySet[Event]:
    ripe = Q(not_before=None) | Q(not_before__lte=timezone.now())
    return Event.objects.filter(ripe, pk__in=event_ids, triggers_pending=True)


def _run(occasion: Occasion, trigger: Trigger) -> None:
    if not matches(trigger.conditions, occasion.values):
        return
    for action in trigger.actions:
        perform(occasion.of(trigger), action)
    # What this trigger changed, the next ones see.
    occasion.values.update(values_of(occasion.event))


def _run_each(occasion: Occasion, trigger: Trigger) -> None:
    """Run a trigger behind a savepoint: what it did before it failed is undone, and the next one still runs."""
    act, event = occasion.act, occasion.event
    act.new.flush()
    recorded = len(act.events)
    try:
        with transaction.atomic():
            _run(occasion, trigger)
            act.new.flush()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("trigger failed", trigger=trigger.pk, event_id=event.pk)
        del act.events[recorded:]
        act.new.forget()
        event.ticket = Ticket.objects.select_related("group", "customer", "owner").get(pk=event.ticket_id)
        reason = _("%(trigger)s: %(reason)s", trigger=trigger.name, reason=str(error))
        act.but(depth=event.depth + 1, reason=reason).record(event.ticket, EventKind.CHANGED)
