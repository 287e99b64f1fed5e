"""Running the triggers on events: in their order, under the lock of the ticket, each event once."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from django.db import InterfaceError, OperationalError
from django.db.models.query import QuerySet

from postroom.conditions.compile import matches
from postroom.models import Event, Trigger
from postroom.tickets.act import Act, acting
from postroom.tickets.locking import locked_many
from postroom.triggers.actions import perform
from postroom.triggers.match import values_of

log = structlog.get_logger(__name__)


def run_triggers(event_ids: Sequence[int]) -> None:
    """Run every active trigger on those of the events that still wait for it.

    One event whose triggers fail is noted in its ticket's history and keeps nothing from the others. Raises
    OperationalError and InterfaceError, where the database is the trouble.
    """
    try:
        _run_together(event_ids)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.warning("triggers failed together, going on one by one", events=len(event_ids), exc_info=True)
        for event_id in event_ids:
            _run_alone(event_id)


def _run_together(event_ids: Sequence[int]) -> None:
    triggers = list(Trigger.objects.filter(active=True))
    with acting(None, "trigger") as act:
        tickets = locked_many(_waiting(event_ids).values_list("ticket_id", flat=True))
        events = list(_waiting(event_ids).select_related("article").order_by("pk"))
        for event in events:
            event.ticket = tickets[event.ticket_id]
            _run(act, event, triggers)
        _waiting([event.pk for event in events]).update(triggers_pending=False)


def _run_alone(event_id: int) -> None:
    try:
        _run_together([event_id])
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("triggers failed", event=event_id)
        Event.objects.filter(pk=event_id).update(triggers_pending=False, reason=f"triggers failed: {error}")


def _waiting(event_ids: Sequence[int]) -> QuerySet[Event]:
    return Event.objects.filter(pk__in=event_ids, triggers_pending=True)


def _run(act: Act, event: Event, triggers: Sequence[Trigger]) -> None:
    for trigger in triggers:
        if matches(trigger.conditions, values_of(event)):
            doing = act.but(reason=trigger.name, depth=event.depth + 1)
            for action in trigger.actions:
                perform(doing, trigger, event, action)
