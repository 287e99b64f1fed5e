"""Telling people of events: notifications in the page, and mails to those who want them. Once a person and event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.utils import timezone
from django.utils.translation import override

from postroom.configuration import configuration
from postroom.live.announcing import announce
from postroom.live.news import News
from postroom.mail.values import Address
from postroom.models import Event, Notification, Outbound, User
from postroom.tickets.access import groups_read_by
from postroom.tickets.automatic import Gate
from postroom.tickets.informing.absences import with_substitutes
from postroom.tickets.informing.choices import Choices
from postroom.tickets.informing.concerns import Concern, concerns_of
from postroom.tickets.informing.wording import body_of, subject_of
from postroom.tickets.notifying import notice, post

Told = Collection[tuple[int, int]]
"""Pairs of event and user: a trigger has written to them about it already."""


def inform(events: Sequence[Event], told: Told = ()) -> None:
    """Tell whoever is concerned by these events, in the current transaction. Their tickets must be at hand.

    Nobody is told of a ticket that they may not read, and of nothing twice.
    """
    concerns = concerns_of(events)
    if not concerns:
        return
    concerns = with_substitutes(concerns)
    ids = {concern.user for concern in concerns}
    readable = groups_read_by(ids)
    concerns = [concern for concern in concerns if concern.event.ticket.group_id in readable.get(concern.user, ())]
    choices = Choices(ids)
    _show([concern for concern in concerns if choices.of(concern.user, concern.kind).page])
    by_mail = [concern for concern in concerns if choices.of(concern.user, concern.kind).mail]
    _mail([concern for concern in by_mail if (concern.event.pk, concern.user) not in told])


def _show(concerns: Sequence[Concern]) -> None:
    now = timezone.now()
    rows = [
        Notification(
            user_id=concern.user,
            ticket_id=concern.event.ticket_id,
            event=concern.event,
            kind=concern.kind,
            instead_of_id=concern.instead_of,
            created_at=now,
        )
        for concern in concerns
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    announce(News(users=frozenset(concern.user for concern in concerns)))


def _mail(concerns: Sequence[Concern]) -> None:
    """One mail a person and ticket, whatever happened to it at once."""
    if not concerns:
        return
    people = User.objects.in_bulk({pk for concern in concerns for pk in _named(concern) if pk})
    gate = Gate.open(people[concern.user].email for concern in concerns)
    written = [_write(people[user], about, people, gate) for (user, _ticket), about in _together(concerns).items()]
    post([mail for mail in written if mail is not None])


def _named(concern: Concern) -> tuple[int | None, ...]:
    return concern.user, concern.instead_of, concern.event.actor_id


def _together(concerns: Iterable[Concern]) -> dict[tuple[int, int], list[Concern]]:
    found: dict[tuple[int, int], list[Concern]] = defaultdict(list)
    for concern in concerns:
        found[concern.user, concern.event.ticket_id].append(concern)
    return found


def _write(user: User, about: Sequence[Concern], people: dict[int, User], gate: Gate) -> Outbound | None:
    event = about[-1].event
    # An automatic answer in a ticket is worth a line in the page; a mail about it could be answered automatically too.
    if gate.why_not(event.ticket, (Address(user.name, user.email),), event.article) is not None:
        return None
    with override(user.language or configuration().default_language):
        return notice(user.email, subject_of(event), body_of(about, people), event.ticket.group.email_address)
