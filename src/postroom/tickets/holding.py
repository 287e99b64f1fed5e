"""Mail that can still be called back: it waits in the outbox, and what was written is kept for coming back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from postroom.configuration import configuration
from postroom.models import Article, Draft, Outbound, OutboundState, Ticket
from postroom.tickets.act import Act
from postroom.tickets.rows import save
from postroom.tickets.unsent import Place, draft_at

_RESTORED = ("state", "pending_until", "closed_at", "updated_at", "last_agent_contact_at")
_HELD = "held"
Snapshot = dict[str, Any]


def hold_until(act: Act) -> datetime.datetime | None:
    """Return from when on a mail of this moment may leave; None: at once."""
    seconds = configuration().undo_seconds
    return act.at + datetime.timedelta(seconds=seconds) if seconds else None


def snapshot(ticket: Ticket) -> Snapshot:
    """Return what calling back restores."""
    return {name: _plain(getattr(ticket, name)) for name in _RESTORED}


def keep_for_return(place: Place, outbound: Outbound, values: Mapping[str, str], before: Snapshot, now: Ticket) -> None:
    """Keep what was written until the mail has left. `before`: the ticket as it was; `now`: as it has become."""
    draft = draft_at(place) or Draft(user=place.user, ticket=place.ticket, kind=place.kind)
    draft.article, draft.outbound, draft.saved_at = place.article, outbound, timezone.now()
    draft.values = {**values, _HELD: {"before": before, "after": snapshot(now)}}
    draft.save()


def take_back(draft: Draft, ticket: Ticket, article: Article) -> None:
    """Make of a held mail a draft again, and of its ticket what it was; what others changed meanwhile stays."""
    held = draft.values.pop(_HELD)
    _restore(ticket, held["before"], held["after"])
    other = draft_at(Place(draft.user, ticket, draft.kind))
    if other is not None:
        _join(draft, other)
    draft.outbound, draft.saved_at, draft.version = None, timezone.now(), draft.version + 1
    draft.save()
    ticket.events.filter(article=article).delete()
    article.delete()


def forget_left() -> None:
    """Drop what was kept of mails that can no longer be called back."""
    left = Q(outbound__not_before__lte=timezone.now()) | ~Q(outbound__state=OutboundState.WAITING)
    Draft.objects.filter(left, outbound__isnull=False).delete()


def _restore(ticket: Ticket, before: Snapshot, after: Snapshot) -> None:
    for name in _RESTORED:
        if _plain(getattr(ticket, name)) == after[name]:
            setattr(ticket, name, _value(name, before[name]))
    ticket.article_count -= 1
    save(ticket, [*_RESTORED, "article_count"])


def _join(draft: Draft, other: Draft) -> None:
    """Somebody went on writing at once: what comes back stands above it, and nothing is lost."""
    for name in ("rich", "body"):
        both = (draft.values.get(name, ""), other.values.get(name, ""))
        draft.values[name] = "\n\n".join(text for text in both if text)
    other.files.update(draft=draft)
    draft.version = max(draft.version, other.version)
    other.delete()


def _value(name: str, plain: Any) -> Any:
    return plain if name == "state" or plain is None else datetime.datetime.fromisoformat(plain)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.datetime) else value
