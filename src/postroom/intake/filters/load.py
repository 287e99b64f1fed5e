"""Active filters from the database, once a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from postroom.conditions.compile import ConditionError, check
from postroom.conditions.mail_fields import mail_field
from postroom.intake.filters.values import FilterFacts
from postroom.models import Filter, Group, User


def active_filters() -> tuple[FilterFacts, ...]:
    """Return the filters that are switched on, in their order. One statement, two more where names are captured."""
    return facts_of(Filter.objects.filter(active=True))


def facts_of(filters: Iterable[Filter]) -> tuple[FilterFacts, ...]:
    """Return `filters` as the rules see them."""
    rows = list(filters)
    groups = _groups_by_name() if _names(rows, "group") else {}
    agents = _agents_by_name() if _names(rows, "owner") else {}
    return tuple(
        FilterFacts(
            name=row.name,
            conditions=row.conditions,
            for_new=row.for_new,
            for_follow_up=row.for_follow_up,
            stop=row.stop,
            trouble=_trouble(row.conditions),
            groups=groups,
            agents=agents,
        )
        for row in rows
    )


def groups_of(filters: Iterable[FilterFacts]) -> set[int]:
    """Return every group that a filter may move a ticket to."""
    return {key for item in filters for key in (*_ids(item, "group"), *item.groups.values())}


def owners_of(filters: Iterable[FilterFacts]) -> set[int]:
    """Return every agent that a filter may give a ticket to."""
    return {key for item in filters for key in (*_ids(item, "owner"), *item.agents.values())}


def _ids(item: FilterFacts, name: str) -> Iterator[int]:
    for wanted in (item.for_new, item.for_follow_up):
        if isinstance(wanted.get(name), int):
            yield wanted[name]


def _names(rows: Iterable[Filter], name: str) -> bool:
    return any(isinstance(wanted.get(name), str) for row in rows for wanted in (row.for_new, row.for_follow_up))


def _groups_by_name() -> dict[str, int]:
    return {name.lower(): pk for pk, name in Group.objects.filter(active=True).values_list("pk", "name")}


def _agents_by_name() -> dict[str, int]:
    agents = User.objects.filter(active=True, roles__is_agent=True, roles__active=True).distinct()
    rows = list(agents.values_list("pk", "name", "email"))
    return {**{name.lower(): pk for pk, name, _ in rows if name}, **{email.lower(): pk for pk, _, email in rows}}


def _trouble(conditions: Mapping[str, Any]) -> str:
    """A filter written by hand may be wrong; then it does nothing, and no mail waits for it."""
    try:
        check(conditions, find=mail_field)
    except ConditionError as error:
        return str(error)
    return ""
