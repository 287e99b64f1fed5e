"""People who are named by their id inside stored values: conditions, actions, drafts, doings, history."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model

from postroom.models import Draft, Filter, Macro, ScheduledJob, StoredOverview, Trigger, Undoable, User

_PLACES: dict[type[Model], tuple[str, ...]] = {
    Draft: ("values",),
    Filter: ("for_new", "for_follow_up"),
    Macro: ("actions",),
    ScheduledJob: ("conditions", "actions"),
    StoredOverview: ("conditions",),
    Trigger: ("conditions", "actions"),
    Undoable: ("payload",),
}
_KEYS = ("owner", "customer")
_FIELDS = ("ticket.owner",)
_IN_HISTORY = """
UPDATE postroom_event SET changes = jsonb_set(changes, ARRAY[%(key)s], (
    SELECT jsonb_agg(CASE WHEN value = %(other)s::text::jsonb THEN %(kept)s::text::jsonb ELSE value END ORDER BY place)
    FROM jsonb_array_elements(changes -> %(key)s) WITH ORDINALITY AS parts (value, place)))
WHERE changes -> %(key)s @> %(other)s::text::jsonb AND jsonb_typeof(changes -> %(key)s) = 'array'
"""


def name_instead(kept: User, other: User) -> None:
    """Write the id of `kept` wherever a stored value names `other`."""
    for model, columns in _PLACES.items():
        for row in model._base_manager.only("pk", *columns).iterator():
            before = {column: getattr(row, column) for column in columns}
            after = {column: _renamed(value, other.pk, kept.pk) for column, value in before.items()}
            if after != before:
                model._base_manager.filter(pk=row.pk).update(**after)
    with connection.cursor() as cursor:
        for key in _KEYS:
            cursor.execute(_IN_HISTORY, {"key": key, "kept": kept.pk, "other": other.pk})


def _renamed(value: Any, old: int, new: int) -> Any:
    if isinstance(value, list):
        return [_renamed(part, old, new) for part in value]
    if not isinstance(value, dict):
        return value
    names_people = {"value"} if value.get("field") in _FIELDS else set(_KEYS)
    return {
        key: _instead(part, old, new) if key in names_people else _renamed(part, old, new)
        for key, part in value.items()
    }


def _instead(value: Any, old: int, new: int) -> Any:
    """Ids stand there as numbers, from forms as text, and one by one or several."""
    if isinstance(value, list):
        return [_instead(part, old, new) for part in value]
    if isinstance(value, bool):
        return value
    return {old: new, str(old): str(new)}.get(value, value) if isinstance(value, int | str) else value
