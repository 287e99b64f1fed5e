"""Where the rules of an administrator name tags, and naming another one there.

A tag stands in conditions (`{"field": "ticket.tags", ...}`), in the action of triggers, scheduled jobs and macros that
changes tags, in what a filter sets, and in templates of tickets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from postroom.models import Filter, Macro, ScheduledJob, StoredOverview, TicketTemplate, Trigger

_COLUMNS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Trigger, ("conditions", "actions")),
    (ScheduledJob, ("conditions", "actions")),
    (Macro, ("actions",)),
    (Filter, ("conditions", "for_new", "for_follow_up")),
    (StoredOverview, ("conditions",)),
    (TicketTemplate, ("tags",)),
)


@dataclass(frozen=True, slots=True)
class Use:
    """A rule that names a tag. `kind` is the name of its table, such as `trigger`."""

    kind: str
    pk: int
    name: str
    owner_id: int | None
    """Whose overview it is; None for everything that belongs to all."""


def uses_of(tag: str) -> list[Use]:
    """Return the rules that name `tag`. One statement a kind."""
    return [_use(row) for row, columns in _rows() if any(tag in named_in(getattr(row, name)) for name in columns)]


def name_instead(tag: str, other: str) -> int:
    """Let every rule that names `tag` name `other`; return how many there were."""
    found = [(row, columns) for row, columns in _rows() if any(tag in named_in(getattr(row, name)) for name in columns)]
    for row, columns in found:
        changed = {name: _replaced(getattr(row, name), tag, other) for name in columns}
        type(row)._default_manager.filter(pk=row.pk).update(**changed)
    return len(found)


def named_in(value: Any) -> set[str]:
    """Return the tags that conditions, actions, what a filter sets or a plain list of tags name."""
    return {tag for tags in _lists(value) for tag in tags if isinstance(tag, str)}


def _rows() -> Iterator[tuple[Model, tuple[str, ...]]]:
    for model, columns in _COLUMNS:
        for row in model._default_manager.order_by("pk"):
            yield row, columns


def _use(row: Model) -> Use:
    owner_id = row.owner_id if isinstance(row, StoredOverview) else None
    return Use(row._meta.model_name or "", row.pk, str(row), owner_id)


def _lists(value: Any) -> Iterator[list[Any]]:
    """Find every list of tags within; the lists themselves, so that they can be changed."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _lists(part)
    elif isinstance(value, dict):
        yield from _in_object(value)


def _in_object(value: dict[str, Any]) -> Iterator[list[Any]]:
    names: tuple[str, ...] = ("all", "any", "tags")
    if "field" in value:
        names = ("value",) if value["field"] == "ticket.tags" else ()
    elif "action" in value:
        names = ("add", "remove") if value["action"] == "tags" else ()
    for name in names:
        yield from _lists(value.get(name))


def _replaced(value: Any, tag: str, other: str) -> Any:
    for tags in _lists(value):
        tags[:] = dict.fromkeys(other if name == tag else name for name in tags)
    return value
