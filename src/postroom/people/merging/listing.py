"""Merges into a person that can be taken back, as they are shown."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from postroom.models import MergedPerson, User
from postroom.people.merging.records import other_of
from postroom.people.merging.undo import record_of, undoable_merges
from postroom.people.refusals import MergeOver


@dataclass(frozen=True, slots=True)
class Undoable:
    """A merge and who was merged, as they were."""

    merged: MergedPerson
    other: User


def merges_of(kept: User) -> list[Undoable]:
    """Return the merges into this person that can be taken back, the newest, which goes first, first. One statement."""
    found = []
    for merged in undoable_merges(kept):
        with suppress(MergeOver):
            found.append(Undoable(merged, other_of(record_of(merged))))
    return found
