"""People who are named by their id inside stored values: conditions, actions, drafts, doings, history."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
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
UPDATE postroom_event event SET changes = jsonb_set(event.changes, ARRAY[%(key)s], (
    SELECT jsonb_agg(CASE WHEN value = %(other)s::text::jsonb THEN %(kept)s::text::jsonb ELSE value END ORDER BY place)
    FROM jsonb_array_elements(event.changes -> %(key)s) WITH ORDINALITY AS parts (value, place)))
FROM (SELECT id, changes -> %(key)s AS was FROM postroom_event
       WHERE changes -> %(key)s @> %(other)s::text::jsonb AND jsonb_typeof(changes -> %(key)s) = 'array') found
WHERE event.id = found.id
RETURNING event.id, ARRAY(SELECT place - 1 FROM jsonb_array_elements(found.was) WITH ORDINALITY AS parts (value, place)
                           WHERE value = %(other)s::text::jsonb)
"""
_IN_HISTORY_AGAIN = """
UPDATE postroom_event SET changes = jsonb_set(changes, ARRAY[%(key)s, %(place)s], %(other)s::text::jsonb)
WHERE id = ANY(%(ids)s) AND changes #> ARRAY[%(key)s, %(place)s] = %(kept)s::text::jsonb
"""
Marks = dict[str, Any]


def name_instead(kept: User, other: User) -> Marks:
    """Write the id of `kept` wherever a stored value names `other`; return where, for `name_again`."""
    return {"rows": list(_in_rows(kept, other)), "history": _in_history(kept, other)}


def name_again(marks: Marks, kept: User, other: User) -> None:
    """Write the id of `other` where it stood, in values that nobody has changed since."""
    for model, pk, column, paths, digest in marks["rows"]:
        rows = apps.get_model(model)._base_manager.filter(pk=pk)
        value = rows.values_list(column, flat=True).first()
        if value is not None and _digest(value) == digest:
            for path in paths:
                _write_at(value, path, other.pk)
            rows.update(**{column: value})
    with connection.cursor() as cursor:
        for key, places in marks["history"].items():
            for place, ids in places.items():
                values = {"key": key, "place": place, "ids": ids, "kept": kept.pk, "other": other.pk}
                cursor.execute(_IN_HISTORY_AGAIN, values)


def _in_rows(kept: User, other: User) -> Iterator[list[Any]]:
    for model, columns in _PLACES.items():
        for row in model._base_manager.only("pk", *columns).iterator():
            for column in columns:
                before = getattr(row, column)
                after = _renamed(before, other.pk, kept.pk)
                if paths := list(_differing(before, after)):
                    model._base_manager.filter(pk=row.pk).update(**{column: after})
                    yield [model._meta.label_lower, row.pk, column, paths, _digest(after)]


def _in_history(kept: User, other: User) -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {}
    with connection.cursor() as cursor:
        for key in _KEYS:
            cursor.execute(_IN_HISTORY, {"key": key, "kept": kept.pk, "other": other.pk})
            found[key] = _by_place(cursor.fetchall())
    return found


def _by_place(rows: Iterable[tuple[int, list[int]]]) -> dict[str, list[int]]:
    found = defaultdict(list)
    for pk, places in rows:
        for place in places:
            found[str(place)].append(pk)
    return dict(found)


def _differing(before: Any, after: Any, *path: str | int) -> Iterator[list[str | int]]:
    """Return where two values of the same shape differ."""
    if isinstance(before, dict):
        for key, part in before.items():
            yield from _differing(part, after[key], *path, key)
    elif isinstance(before, list):
        for place, part in enumerate(before):
            yield from _differing(part, after[place], *path, place)
    elif before != after:
        yield list(path)


def _write_at(value: Any, path: list[str | int], pk: int) -> None:
    *way, last = path
    for step in way:
        value = value[step]
    value[last] = str(pk) if isinstance(value[last], str) else pk


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


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
