"""From stored rows to tickets: many in one transaction, and one by one where a batch fails, so that no mail
takes others with it."""

from __future__ import annotations

import traceback
from collections.abc import Sequence

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from postroom.configuration import configuration
from postroom.intake.apply import apply_rules, stock
from postroom.intake.lookup import look_up
from postroom.intake.outcomes import write_outcomes
from postroom.intake.reading import Reader
from postroom.models import Inbound, InboundState
from postroom.stopping import stopping
from postroom.tickets.act import acting

log = structlog.get_logger(__name__)

_MOST_ATTEMPTS = 3


def process(row_ids: Sequence[int]) -> None:
    """Make tickets of the stored rows among `row_ids`. What fails goes to quarantine, whole; the rest goes on.

    Raises OperationalError and InterfaceError, where the database is the trouble and not a mail.
    """
    try:
        _process_together(row_ids)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.warning("batch failed, going on one by one", rows=len(row_ids), exc_info=True)
        for row_id in row_ids:
            if stopping():
                return
            process_alone(row_id)


def process_alone(row_id: int) -> None:
    """Process one row in a transaction of its own; put it into quarantine where that fails.

    The attempt is counted before it begins: a mail that kills the worker itself is set aside after a few times.
    """
    Inbound.objects.filter(pk=row_id, state=InboundState.STORED).update(attempts=F("attempts") + 1)
    if Inbound.objects.filter(pk=row_id, state=InboundState.STORED, attempts__gt=_MOST_ATTEMPTS).exists():
        _quarantine(row_id, "The worker stopped each time while it was reading this mail.")
        return
    try:
        _process_together([row_id])
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.warning("mail put into quarantine", row=row_id, exc_info=True)
        _quarantine(row_id, traceback.format_exc(limit=-8))


def _process_together(row_ids: Sequence[int]) -> None:
    settings = configuration()
    with acting(None, "mail") as act:
        rows = _claim(row_ids)
        if not rows:
            return
        mails = Reader(settings).read_all(rows)
        known = look_up([item.mail for item in mails], settings)
        supplies = stock(mails, known, settings)
        for item in mails:
            apply_rules(act, item, known, supplies, settings)
        act.new.flush()
        write_outcomes(rows)


def _claim(row_ids: Sequence[int]) -> list[Inbound]:
    """Lock the rows that still wait; those another worker holds are that worker's."""
    rows = Inbound.objects.select_for_update(skip_locked=True, of=("self",)).select_related("raw", "channel")
    return list(rows.filter(pk__in=row_ids, state=InboundState.STORED).order_by("pk"))


def _quarantine(row_id: int, error: str) -> None:
    with transaction.atomic():
        Inbound.objects.filter(pk=row_id, state=InboundState.STORED).update(
            state=InboundState.QUARANTINED, error=error, processed_at=timezone.now()
        )
