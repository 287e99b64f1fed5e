"""Roles: one transaction each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from postroom.models import Level, Role
from postroom.people.administrators import keeping_an_administrator
from postroom.people.levels import set_levels_of
from postroom.people.refusals import NameTaken


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role as it shall be."""

    name: str
    is_agent: bool = False
    is_administrator: bool = False
    needs_second_factor: bool = False
    note: str = ""
    active: bool = True


def save_role(draft: RoleDraft, levels: Mapping[int, Iterable[Level]], role: Role | None = None) -> Role:
    """Create a role, or change `role`, with its levels by the ids of groups.

    Raises NameTaken, and LastAdministrator where nobody would be one any more.
    """
    row = role or Role()
    if Role.objects.exclude(pk=row.pk).filter(name=draft.name).exists():
        raise NameTaken(draft.name)
    row.name, row.note, row.active = draft.name, draft.note, draft.active
    row.is_agent, row.is_administrator = draft.is_agent, draft.is_administrator
    row.needs_second_factor = draft.needs_second_factor
    with keeping_an_administrator():
        row.save()
        set_levels_of(row, levels)
    return row
