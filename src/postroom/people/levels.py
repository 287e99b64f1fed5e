"""Who may do what in which group: one transaction each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from postroom.models import Group, GroupAccess, Level, Role, User

Levels = Iterable[Level]


def set_levels_of_group(group: Group, roles: Mapping[int, Levels], users: Mapping[int, Levels]) -> None:
    """Give exactly these roles and users (by id) these levels in `group`; whoever has none there is left out."""
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        group.access.all().delete()
        rows = [GroupAccess(group=group, role_id=pk, levels=plain(levels)) for pk, levels in roles.items()]
        rows += [GroupAccess(group=group, user_id=pk, levels=plain(levels)) for pk, levels in users.items()]
        GroupAccess.objects.bulk_create(row for row in rows if row.levels)


def set_levels_of(holder: Role | User, groups: Mapping[int, Levels]) -> None:
    """Give a role or a user exactly these levels in these groups (by id)."""
    with transaction.atomic():
        holder.access.all().delete()
        rows = [_row(holder, pk, plain(levels)) for pk, levels in groups.items()]
        GroupAccess.objects.bulk_create(row for row in rows if row.levels)


def plain(levels: Levels) -> list[str]:
    """Return the levels as they are stored, in their usual order; full holds the others."""
    wanted = {Level(level) for level in levels}
    return [Level.FULL.value] if Level.FULL in wanted else [level.value for level in Level if level in wanted]


def _row(holder: Role | User, group_id: int, levels: list[str]) -> GroupAccess:
    if isinstance(holder, Role):
        return GroupAccess(role=holder, group_id=group_id, levels=levels)
    return GroupAccess(user=holder, group_id=group_id, levels=levels)
