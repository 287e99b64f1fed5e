"""Whom an event concerns, and why; the most pressing reason counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from postroom.models import Event, EventKind, Follow, Mention, NotificationChoice, NotificationKind, SenderKind
from postroom.models.tickets import TicketState

_WORTH_FOLLOWING = (
    EventKind.REPLIED,
    EventKind.RECEIVED,
    EventKind.NOTED,
    EventKind.CHANGED,
    EventKind.MERGED,
)


@dataclass(frozen=True, slots=True)
class Concern:
    """A person (by id) whom an event concerns."""

    user: int
    kind: NotificationKind
    event: Event
    instead_of: int | None = None
    """Who is away."""


def concerns_of(events: Sequence[Event]) -> list[Concern]:
    """Return whom these events concern, each person once an event, and nobody by what they did themselves.

    Three statements at most, however many events.
    """
    known = _Known(events)
    return [concern for event in events for concern in _once(event, known)]


class _Known:
    """What the database says about some events."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.followers = _by(
            Follow.objects.filter(ticket__in={event.ticket_id for event in events}).values_list("ticket_id", "user_id")
        )
        notes = {event.article_id for event in events if event.kind == EventKind.NOTED and event.article_id}
        mentions = Mention.objects.filter(article__in=notes).values_list("article_id", "user_id") if notes else ()
        self.mentioned = _by(mentions)
        opened = any(event.kind == EventKind.OPENED for event in events)
        curious = NotificationChoice.objects.filter(kind=NotificationKind.NEW).exclude(page=False, mail=False)
        self.curious = list(curious.values_list("user_id", flat=True)) if opened else []


def _by(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for key, user in pairs:
        found[key].append(user)
    return found


def _once(event: Event, known: _Known) -> Iterator[Concern]:
    told = {event.actor_id}
    for kind, users in _reasons(event, known):
        for user in users:
            if user is not None and user not in told:
                told.add(user)
                yield Concern(user, kind, event)


def _reasons(event: Event, known: _Known) -> Iterator[tuple[NotificationKind, Iterable[int | None]]]:
    owner = event.ticket.owner_id
    yield NotificationKind.MENTION, known.mentioned.get(event.article_id or 0, ())
    if is_assignment(event):
        yield NotificationKind.ASSIGNED, [owner]
    if _is_word_of_customer(event):
        yield NotificationKind.ANSWERED, [owner]
    if _is_reminder(event):
        yield NotificationKind.REMINDER, [owner]
    if event.kind == EventKind.OPENED:
        yield NotificationKind.NEW, known.curious
    if event.kind in _WORTH_FOLLOWING and event.depth == 0:
        yield NotificationKind.FOLLOWED, known.followers.get(event.ticket_id, ())


def kind_for_owner(event: Event) -> NotificationKind | None:
    """Return why the event concerns the ticket's owner; None where it does not."""
    if is_assignment(event):
        return NotificationKind.ASSIGNED
    if _is_word_of_customer(event):
        return NotificationKind.ANSWERED
    return NotificationKind.REMINDER if _is_reminder(event) else None


def is_assignment(event: Event) -> bool:
    """Whether the ticket came to the owner it has now by this event."""
    changed = event.changes.get("owner")
    given = isinstance(changed, list) and changed[1] == event.ticket.owner_id
    return event.ticket.owner_id is not None and (given or event.kind == EventKind.OPENED)


def _is_word_of_customer(event: Event) -> bool:
    article = event.article
    return event.kind == EventKind.RECEIVED and article is not None and article.sender == SenderKind.CUSTOMER


def _is_reminder(event: Event) -> bool:
    changed = event.changes.get("state")
    return event.via == "time" and isinstance(changed, list) and changed[0] == TicketState.PENDING_REMINDER
