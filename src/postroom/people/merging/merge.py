"""The verb that makes one person of two."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_noop

from postroom.enqueue import INDEX, enqueue
from postroom.models import Event, EventKind, FurtherAddress, Removal, Ticket, User
from postroom.people.administrators import keeping_an_administrator
from postroom.people.merging.moves import clashing_draft, move_everything
from postroom.people.merging.stored_values import name_instead
from postroom.people.refusals import BothWrite, MergesOneself, SamePerson, UnderRemoval
from postroom.sentences import made_of, sentence

CHOOSABLE = ("email", "name", "phone", "organisation", "language", "time_zone")
"""What the two may differ in; notes are joined, roles added, everything else stays that of the kept person."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What was done: the person who is left and how many tickets came to them."""

    kept: User
    tickets: int


def merge_people(by: User, kept_id: int, other_id: int, of_other: Collection[str] = ()) -> Merged:
    """Let the kept person have all that the other one had, and the other's addresses as further ones; delete the other.

    `of_other`: names of `CHOOSABLE` that are taken from the other. One transaction. Raises SamePerson, MergesOneself,
    UnderRemoval, BothWrite, LastAdministrator, with nothing changed, and User.DoesNotExist.
    """
    with keeping_an_administrator():
        kept, other = _locked(kept_id, other_id)
        _check(by, kept, other)
        tickets = list(Ticket.objects.filter(customer=other).order_by("pk").values_list("pk", flat=True))
        move_everything(kept, other)
        name_instead(kept, other)
        addresses = {kept.email, other.email}
        _take_values(kept, other, of_other)
        other.delete()
        kept.save()
        FurtherAddress.objects.bulk_create(
            FurtherAddress(user=kept, email=email) for email in sorted(addresses - {kept.email})
        )
        _note(by, kept, other, tickets)
    return Merged(kept, len(tickets))


def _locked(kept_id: int, other_id: int) -> tuple[User, User]:
    rows = User.objects.select_for_update().filter(pk__in=(kept_id, other_id)).order_by("pk").in_bulk()
    if {kept_id, other_id} - set(rows):
        raise User.DoesNotExist
    return rows[kept_id], rows[other_id]


def _check(by: User, kept: User, other: User) -> None:
    if kept == other:
        raise SamePerson
    if by in (kept, other):
        raise MergesOneself
    if Removal.objects.filter(person__in=(kept, other)).exists():
        raise UnderRemoval
    draft = clashing_draft(kept, other)
    if draft is not None:
        raise BothWrite(draft.ticket.number if draft.ticket else "")


def _take_values(kept: User, other: User, of_other: Collection[str]) -> None:
    """Take what was chosen, and what the kept person has none of."""
    for name in CHOOSABLE:
        if name in of_other or not getattr(kept, name):
            setattr(kept, name, getattr(other, name))
    if "email" in of_other:
        kept.undeliverable_since, kept.undeliverable_reason = other.undeliverable_since, other.undeliverable_reason
    kept.note = "\n\n".join(dict.fromkeys(note for note in (kept.note, other.note) if note.strip()))


def _note(by: User, kept: User, other: User, tickets: list[int]) -> None:
    """Say it in the history of every ticket that came along, and let it be found by the kept person's name."""
    reason = sentence(gettext_noop("%(other)s and %(kept)s are the same person."), other=str(other), kept=str(kept))
    now = timezone.now()
    Ticket.objects.filter(pk__in=tickets).update(organisation=kept.organisation)
    Event.objects.bulk_create(
        Event(
            ticket_id=pk,
            kind=EventKind.CHANGED,
            actor=by,
            via="web",
            reason=reason,
            reason_made_of=made_of(reason),
            search_pending=True,
            created_at=now,
        )
        for pk in tickets
    )
    if tickets:
        enqueue(INDEX)
