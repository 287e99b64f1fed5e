"""The verb that makes one person of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from postroom.models import FurtherAddress, MergedPerson, Removal, Ticket, User
from postroom.people.administrators import keeping_an_administrator
from postroom.people.merging.moves import clashing_draft, move_everything
from postroom.people.merging.noting import note_in_tickets
from postroom.people.merging.records import CHOOSABLE, CUSTOMER, moved, standing, values_of, written
from postroom.people.merging.stored_values import name_instead
from postroom.people.refusals import BothWrite, MergesOneself, SamePerson, UnderRemoval
from postroom.sentences import sentence


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
        before, was = standing(kept, other), values_of(kept)
        record: dict[str, Any] = {"person": written([other]), "values": was, "organisations": _organisations(other)}
        move_everything(kept, other)
        record |= moved(before, kept) | {"marks": name_instead(kept, other)}
        addresses = {kept.email, other.email}
        _take_values(kept, other, of_other)
        other.delete()
        kept.save()
        FurtherAddress.objects.bulk_create(
            FurtherAddress(user=kept, email=email) for email in sorted(addresses - {kept.email})
        )
        record["values_after"] = values_of(kept)
        _remember(by, kept, other_id, [was, values_of(other)], record)
        _tell(by, kept, other, record["moved"].get(CUSTOMER, []))
    return Merged(kept, len(record["moved"].get(CUSTOMER, [])))


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


def _organisations(other: User) -> list[list[Any]]:
    """Return the tickets of each organisation that the other one has."""
    found = defaultdict(list)
    for pk, organisation in Ticket.objects.filter(customer=other).order_by("pk").values_list("pk", "organisation"):
        found[organisation].append(pk)
    return [[organisation, pks] for organisation, pks in found.items()]


def _remember(by: User, kept: User, former: int, were: list[dict[str, Any]], record: dict[str, Any]) -> None:
    """Keep what it takes to undo the merge, and as long as the person is known what else they were called."""
    merged = MergedPerson(
        kept=kept,
        by=by,
        former=former,
        names=sorted({was["name"] for was in were} - {kept.name, ""}),
        phones=sorted({was["phone"] for was in were} - {kept.phone, ""}),
        created_at=timezone.now(),
    )
    merged.record = record
    merged.save()


def _tell(by: User, kept: User, other: User, tickets: list[int]) -> None:
    Ticket.objects.filter(pk__in=tickets).update(organisation=kept.organisation)
    said = sentence(gettext_noop("%(other)s and %(kept)s are the same person."), other=str(other), kept=str(kept))
    note_in_tickets(by, tickets, said)
