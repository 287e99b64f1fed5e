"""Trying a filter on the mails that came last, before it is switched on. Nothing is changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from postroom.conditions.captures import captured
from postroom.conditions.compile import matches
from postroom.configuration import configuration
from postroom.intake.facts import Mail
from postroom.intake.filters.values import FilterFacts, MailValues
from postroom.intake.reading import Reader
from postroom.models import Inbound, InboundState

MAILS = 100
SECONDS = 10.0
_AT_ONCE = 5
"""Mails in memory together: each may be large."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A mail that the filter hits."""

    row: Inbound
    sender: str
    subject: str
    captures: dict[str, str]
    is_follow_up: bool
    """It was added to a ticket, so the actions for follow-ups would count."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it. `looked_at` is less than `there` where time ran out."""

    looked_at: int
    there: int
    hits: tuple[Hit, ...]
    unreadable: int = 0


def try_filter(item: FilterFacts, mails: int = MAILS, seconds: float = SECONDS) -> Trial:
    """Ask `item` about the `mails` that came last, newest first, for `seconds` at most."""
    end = time.monotonic() + seconds
    newest = Inbound.objects.exclude(state=InboundState.DISCARDED).order_by("-id")
    ids = list(newest.values_list("pk", flat=True)[:mails])
    hits: list[Hit] = []
    looked_at = unreadable = 0
    for mail in _read(ids):
        looked_at += 1
        if mail is None:
            unreadable += 1
        elif (hit := _ask(item, mail)) is not None:
            hits.append(hit)
        if time.monotonic() > end:
            break
    return Trial(looked_at, len(ids), tuple(hits), unreadable)


def _read(ids: list[int]) -> Iterator[Mail | None]:
    reader = Reader(configuration())
    for start in range(0, len(ids), _AT_ONCE):
        rows = Inbound.objects.select_related("raw", "channel").filter(pk__in=ids[start : start + _AT_ONCE])
        for row in rows.order_by("-id"):
            try:
                yield reader.read(row)
            except Exception:
                # What is in quarantine may be what no reading survives; the trial goes on.
                yield None


def _ask(item: FilterFacts, mail: Mail) -> Hit | None:
    values = MailValues(mail.mail, mail.row.channel_id, mail.row.size)
    if item.trouble or not matches(item.conditions, values):
        return None
    sender = mail.mail.from_.email or mail.mail.from_.name
    captures = captured(item.conditions, values)
    return Hit(mail.row, sender, mail.mail.subject, captures, mail.row.outcome == "follow_up")
