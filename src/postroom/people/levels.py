"""Who may do what in which group: one transaction each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import QuerySet

from postroom.models import Group, GroupAccess, Level, Role, User

Levels = Iterable[Level]


def set_levels_of_group(group: Group, roles: Mapping[int, Levels], users: Mapping[int, Levels]) -> None:
    """Give exactly these roles and users (by id) these levels in `group`; whoever has none there is left out."""
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        rows = [GroupAccess(group=group, role_id=pk, levels=plain(levels)) for pk, levels in roles.items()]
        rows += [GroupAccess(group=group, user_id=pk, levels=plain(levels)) for pk, levels in users.items()]
        _keep_exactly(group.access.all(), rows)


def set_levels_of(holder: Role | User, groups: Mapping[int, Levels]) -> None:
    """Give a role or a user exactly these levels in these groups (by id)."""
    with transaction.atomic():
        _keep_exactly(holder.access.all(), [_row(holder, pk, plain(levels)) for pk, levels in groups.items()])


def plain(levels: Levels) -> list[str]:
    """Return the levels as they are stored, in their usual order; full holds the others."""
    wanted = {Level(level) for level in levels}
    return [Level.FULL.value] if Level.FULL in wanted else [level.value for level in Level if level in wanted]


def _keep_exactly(stored: QuerySet[GroupAccess], wanted: list[GroupAccess]) -> None:
    """Touch only the rows that differ: what stays as it was is no change that anybody made."""
    as_wanted = {_held(row): row for row in wanted if row.levels}
    for row in stored:
        same = as_wanted.pop(_held(row), None)
        if same is None:
            row.delete()
        elif same.levels != row.levels:
            row.levels = same.levels
            row.save(update_fields=["levels"])
    GroupAccess.objects.bulk_create(as_wanted.values())


def _held(row: GroupAccess) -> tuple[int, int | None, int | None]:
    return row.group_id, row.role_id, row.user_id


def _row(holder: Role | User, group_id: int, levels: list[str]) -> GroupAccess:
    if isinstance(holder, Role):
        return GroupAccess(role=holder, group_id=group_id, levels=levels)
    return GroupAccess(user=holder, group_id=group_id, levels=levels)
