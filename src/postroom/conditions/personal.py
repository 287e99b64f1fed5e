"""Conditions that mean something else for everybody who looks: me, my groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from postroom.conditions.compile import Conditions, branch_of

ME = "me"
"""A value of a person's field: whoever looks."""
MY_GROUPS = "mine"
"""A value of a group's field: the groups of whoever looks."""


def personal(conditions: Conditions, user_id: int, group_ids: Iterable[int]) -> Conditions:
    """Return `conditions` as they are for one person, whose groups are `group_ids`."""
    meant = {"ticket.owner": {ME: [user_id]}, "ticket.group": {MY_GROUPS: sorted(group_ids)}}
    return _for_somebody(conditions, meant)


def _for_somebody(conditions: Conditions, meant: Mapping[str, Mapping[str, list[int]]]) -> Conditions:
    branch = branch_of(conditions)
    if branch is not None:
        return {branch[0]: [_for_somebody(part, meant) for part in branch[1]]}
    words = meant.get(str(conditions.get("field")))
    return {**conditions, "value": _said(conditions["value"], words)} if words and "value" in conditions else conditions


def _said(value: Any, words: Mapping[str, list[int]]) -> list[Any]:
    values = value if isinstance(value, list) else [value]
    return [said for item in values for said in words.get(str(item), [item])]
