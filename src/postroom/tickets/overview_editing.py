"""What people do to overviews: one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from postroom.conditions.compile import ConditionError, branch_of, check, to_q
from postroom.conditions.fields import FIELDS, Field
from postroom.conditions.personal import personal
from postroom.models import Group, ListChoice, Role, StoredOverview, Ticket, User

_STEP = 10
_MOST = 50
"""Overviews of one person, and shared ones: all of them are counted on every page."""
_COUNTING = "250ms"
"""An overview whose tickets take longer to count has no number in the navigation."""
_SHOWING = "5s"


class OverviewRefused(ValueError):  # named like the verbs' other refusals
    """An overview that cannot be; its text is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class OverviewDraft:
    """An overview as it shall be. `everyone`, `groups` and `roles` say with whom one without an owner is shared."""

    name: str
    conditions: Mapping[str, Any]
    columns: Sequence[str] = ()
    sort: str = ""
    group_by: str = ""
    everyone: bool = False
    groups: Sequence[Group] = ()
    roles: Sequence[Role] = ()


def askable(name: str) -> Field | None:
    """Return the field of that name where tickets in the database can be asked after it."""
    field = FIELDS.get(name)
    return field if field is not None and field.path else None


def save_overview(draft: OverviewDraft, owner: User | None, row: StoredOverview | None = None) -> StoredOverview:
    """Create an overview behind all others of its owner (or of the shared ones), or change `row`.

    Raises OverviewRefused, with nothing changed.
    """
    _check(draft)
    with transaction.atomic():
        saved = row or _new(owner)
        saved.name, saved.conditions = draft.name, dict(draft.conditions)
        saved.columns, saved.sort, saved.group_by = list(draft.columns), draft.sort, draft.group_by
        saved.everyone = draft.everyone and owner is None
        saved.counted = _is_quick(draft.conditions)
        saved.save()
        saved.groups.set(draft.groups if owner is None else ())
        saved.roles.set(draft.roles if owner is None else ())
    return saved


def move_overview(row: StoredOverview, by: int) -> None:
    """Let it stand before (`by` -1) or behind (1) its neighbour."""
    _arrange(row, lambda place: place + by)


def place_overview(row: StoredOverview, place: int) -> None:
    """Let it stand at `place`, counted from 0, among those of its owner."""
    _arrange(row, lambda _place: place)


def _arrange(row: StoredOverview, place_from: Callable[[int], int]) -> None:
    with transaction.atomic():
        rows = list(of_owner(row.owner).select_for_update())
        index = [other.pk for other in rows].index(row.pk)
        rows.insert(min(max(place_from(index), 0), len(rows) - 1), rows.pop(index))
        for place, other in enumerate(rows, 1):
            other.position = place * _STEP
        StoredOverview.objects.bulk_update(rows, ["position"])


def delete_overview(row: StoredOverview) -> None:
    """Delete it, and how people wanted to see it; its tickets stay."""
    with transaction.atomic():
        ListChoice.objects.filter(overview=str(row.pk)).delete()
        row.delete()


def of_owner(owner: User | None) -> QuerySet[StoredOverview]:
    """Return the overviews of one person, or those that are shared, in their order."""
    return StoredOverview.objects.filter(owner=owner).order_by("position", "pk")


def _new(owner: User | None) -> StoredOverview:
    others = of_owner(owner)
    if others.count() >= _MOST:
        raise OverviewRefused(_("There are %(count)d overviews already: delete one first.") % {"count": _MOST})
    last = others.order_by().aggregate(last=Max("position"))["last"] or 0
    return StoredOverview(owner=owner, position=last + _STEP)


def _check(draft: OverviewDraft) -> None:
    try:
        check(draft.conditions, find=askable)
    except ConditionError as error:
        raise OverviewRefused(str(error)) from error
    if _has_pattern(draft.conditions):
        raise OverviewRefused(_("Regular expressions take too long for a list. Use “contains” or “begins with”."))
    if not _runs(draft.conditions, _SHOWING):
        raise OverviewRefused(_("The database cannot answer these conditions. Look at their values."))


def _has_pattern(conditions: Mapping[str, Any]) -> bool:
    branch = branch_of(conditions)
    return any(map(_has_pattern, branch[1])) if branch else conditions.get("op") == "matches"


def _is_quick(conditions: Mapping[str, Any]) -> bool:
    return _runs(conditions, _COUNTING)


def _runs(conditions: Mapping[str, Any], deadline: str) -> bool:
    """Whether the database understands the conditions, and within its deadline."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{deadline}'")
            Ticket.objects.filter(to_q(personal(conditions, 0, ()))).order_by()[:1000].count()
            # The timeout would hold until the end of an outer transaction.
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except (ValueError, TypeError, KeyError, DatabaseError):
        return False
    return True
