"""The part of a condition that the database can answer now."""

from __future__ import annotations

from typing import Any

from postroom.conditions.compile import Conditions
from postroom.conditions.fields import FIELDS


def answerable(conditions: Conditions) -> tuple[Conditions, int]:
    """Return what of `conditions` can be asked of tickets as they are, and how many leaves were left out.

    What is left out makes the result wider, never narrower: of an "any" nothing stays once a part is unknown.
    """
    kept, left_out = _prune(conditions)
    return ({"all": []} if kept is None else kept), left_out


def _prune(conditions: Conditions) -> tuple[Conditions | None, int]:
    for name in ("all", "any"):
        parts = conditions.get(name)
        if isinstance(parts, list):
            return _prune_branch(name, parts)
    if not conditions:
        return {"all": []}, 0
    field = FIELDS.get(str(conditions.get("field")))
    return (conditions, 0) if field is not None and field.path else (None, 1)


def _prune_branch(name: str, parts: list[Conditions]) -> tuple[dict[str, Any] | None, int]:
    pruned = [_prune(part) for part in parts]
    kept = [part for part, _ in pruned if part is not None]
    left_out = sum(count for _, count in pruned)
    if name == "any" and len(kept) < len(parts):
        return None, _leaves({"any": parts})
    return {name: kept}, left_out


def _leaves(conditions: Conditions) -> int:
    for name in ("all", "any"):
        if isinstance(conditions.get(name), list):
            return sum(_leaves(part) for part in conditions[name])
    return 1
