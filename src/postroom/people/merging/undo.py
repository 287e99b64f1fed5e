"""The verb that makes two people again of those who were merged."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from postroom.models import FurtherAddress, GroupAccess, MergedPerson, Organisation, Removal, Ticket, User
from postroom.models.fields import SecretUnreadableError
from postroom.people.addresses import check_free
from postroom.people.administrators import keeping_an_administrator
from postroom.people.merging.noting import note_in_tickets
from postroom.people.merging.records import (
    CUSTOMER,
    move_back,
    other_of,
    put_back,
    values_of,
    with_values,
    without_lost_organisation,
)
from postroom.people.merging.stored_values import name_again
from postroom.people.refusals import AddressInUse, MergedSince, MergeOver, MergesOneself, UnderRemoval
from postroom.sentences import sentence

KEPT_FOR = datetime.timedelta(days=30)
"""The record of a merge holds what somebody signed in with: it goes when its time is over."""


@dataclass(frozen=True, slots=True)
class Separated:
    """The two who are two again, and how many tickets went back."""

    kept: User
    other: User
    tickets: int


def undoable_merges(kept: User) -> QuerySet[MergedPerson]:
    """Return the merges into this person that can be taken back, one after the other: the newest first."""
    found = MergedPerson.objects.filter(kept=kept, created_at__gt=timezone.now() - KEPT_FOR).exclude(record="")
    return found.select_related("by").order_by("-pk")


def record_of(merged: MergedPerson) -> dict[str, Any]:
    """Return what was written down of a merge.

    Raises MergeOver where its time is over, or where it was written with another secret key.
    """
    try:
        record = merged.record.reveal()
    except SecretUnreadableError as unreadable:
        raise MergeOver from unreadable
    if not record or merged.created_at <= timezone.now() - KEPT_FOR:
        raise MergeOver
    return dict(record)


def undo_merge(by: User, merge_id: int) -> Separated:
    """Give the other person back what came from them; what came since stays with the kept one.

    One transaction. Raises MergesOneself, UnderRemoval, MergeOver, MergedSince, AddressInUse, AddressKnown, OwnAddress,
    LastAdministrator, with nothing changed, and MergedPerson.DoesNotExist.
    """
    with keeping_an_administrator():
        merged = MergedPerson.objects.select_for_update().get(pk=merge_id)
        kept = User.objects.select_for_update().get(pk=merged.kept_id)
        record = _checked(by, merged, kept)
        other = without_lost_organisation(other_of(record))
        _part_values(kept, other, record)
        # As it is: `save` would have them be here since now.
        other.save_base(raw=True, force_insert=True)
        _part_rows(kept, other, record)
        tickets = _part_tickets(other, record)
        merged.delete()
        said = sentence(gettext_noop("%(other)s and %(kept)s are two people again."), other=str(other), kept=str(kept))
        note_in_tickets(by, tickets, said)
    return Separated(kept, other, len(tickets))


def _checked(by: User, merged: MergedPerson, kept: User) -> dict[str, Any]:
    if by == kept:
        raise MergesOneself
    if Removal.objects.filter(person=kept).exists():
        raise UnderRemoval
    if MergedPerson.objects.filter(kept=kept, pk__gt=merged.pk).exists():
        raise MergedSince
    return record_of(merged)


def _part_values(kept: User, other: User, record: dict[str, Any]) -> None:
    """Give the kept person what they were called before, where nobody has changed it since; to each their address."""
    now, after = values_of(kept), record["values_after"]
    with_values(kept, {name: was for name, was in record["values"].items() if now[name] == after[name]})
    if kept.email.lower() == other.email.lower():
        raise AddressInUse(other.email, str(kept))
    further = FurtherAddress.objects.filter(user=kept)
    for email in (kept.email, other.email):
        further.filter(email__iexact=email).delete()
    check_free(kept.email, kept)
    kept.save()
    check_free(other.email)


def _part_rows(kept: User, other: User, record: dict[str, Any]) -> None:
    for rows in record["gone"].values():
        put_back(rows)
    move_back(record["moved"], kept, other)
    for pk, was, after in record["levels"]:
        GroupAccess.objects.filter(pk=pk, user=kept, levels=after).update(levels=was)
    name_again(record["marks"], kept, other)


def _part_tickets(other: User, record: dict[str, Any]) -> Sequence[int]:
    """Give tickets that went back their organisation, where nobody has changed it since; return them all."""
    back = Ticket.objects.filter(pk__in=record["moved"].get(CUSTOMER, []), customer=other)
    there = set(Organisation.objects.values_list("pk", flat=True))
    for organisation, pks in record["organisations"]:
        same = back.filter(pk__in=pks, organisation=record["values_after"]["organisation"])
        same.update(organisation=organisation if organisation in there else None)
    return list(back.order_by("pk").values_list("pk", flat=True))
