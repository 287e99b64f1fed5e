"""The table of levels: a row a role, user or group, a box a level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from postroom.models import Group, GroupAccess, Level, Role, User

LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One holder of levels; `name` is that of its boxes in the form."""

    name: str
    holder: Role | User | Group
    levels: frozenset[str] = frozenset()

    @property
    def boxes(self) -> list[tuple[Level, bool]]:
        """Every level, and whether the holder has it."""
        return [(level, level.value in self.levels) for level in LEVELS]


def rows_of(holders: Iterable[Role | User | Group], access: Mapping[int, Iterable[str]]) -> list[LevelRow]:
    """Return a row a holder; `access` are the levels there are, by the id of the holder."""
    return [LevelRow(_name(holder), holder, frozenset(access.get(holder.pk, ()))) for holder in holders]


def access_of_group(group: Group) -> tuple[list[LevelRow], list[LevelRow]]:
    """Return the rows of every role and of the users who have levels of their own in `group`."""
    there = list(GroupAccess.objects.filter(group=group).select_related("user"))
    by_role = {row.role_id: row.levels for row in there if row.role_id is not None}
    by_user = {row.user_id: row.levels for row in there if row.user_id is not None}
    users = sorted((row.user for row in there if row.user is not None), key=str)
    roles = Role.objects.order_by("-is_agent", "name")
    return rows_of(roles, by_role), rows_of(users, by_user)


def access_of_role(role: Role | None) -> list[LevelRow]:
    """Return a row a group with the levels `role` has there."""
    there = {row.group_id: row.levels for row in role.access.all()} if role else {}
    return rows_of(Group.objects.order_by("-active", "name"), there)


def read(data: QueryDict, rows: Iterable[LevelRow]) -> dict[int, list[Level]]:
    """Return what was ticked, by the id of the holder; a word that is no level is left out."""
    return {row.holder.pk: levels_in(data, row.name) for row in rows}


def levels_in(data: QueryDict, name: str) -> list[Level]:
    """Return the levels ticked under one name."""
    ticked = data.getlist(name)
    return [level for level in LEVELS if level.value in ticked]


def _name(holder: Role | User | Group) -> str:
    return f"levels-{type(holder).__name__.lower()}-{holder.pk}"
