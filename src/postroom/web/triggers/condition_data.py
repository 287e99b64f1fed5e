"""Conditions as the editor posts them: read into JSON, and changed by the buttons of the editor.

Names follow the place: `c-join` of the whole, `c-0-field` of its first part, `c-1-0-field` of the first part of its
second, which is a group. Deeper groups come back as they were, in `c-2-json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from postroom.conditions.fields import Field, ValueKind
from postroom.conditions.operators import DAYS, OPERATORS
from postroom.web.triggers.vocabulary import ON_TICKETS, Vocabulary

ROOT = "c"
_MOST = 100
_NUMBERS = ("group", "agent", "priority", "channel")
NEW_LEAF = ON_TICKETS.new_leaf
JSON = dict[str, Any]


def join_of(conditions: Mapping[str, Any]) -> str:
    """Return "all" or "any" for a group, nothing for a single condition."""
    return next((name for name in ("all", "any") if isinstance(conditions.get(name), list)), "")


def read_conditions(data: QueryDict, path: str = ROOT, words: Vocabulary = ON_TICKETS) -> JSON:
    """Return what the editor shows as JSON, complete or not."""
    join = "any" if data.get(f"{path}-join") == "any" else "all"
    return {join: [_read_part(data, f"{path}-{index}", words) for index in range(_count(data, path))]}


def press(conditions: JSON, button: str, words: Vocabulary = ON_TICKETS) -> None:
    """Do what a button of the editor says: `add:<path>`, `group:<path>`, `remove:<path>`; others are not for us."""
    verb, _colon, path = button.partition(":")
    if not path.startswith(ROOT):
        return
    try:
        if verb == "add":
            _parts(conditions, path).append(dict(words.new_leaf))
        elif verb == "group":
            _parts(conditions, path).append({"any": [dict(words.new_leaf)]})
        elif verb == "remove":
            parent, _dash, index = path.rpartition("-")
            del _parts(conditions, parent)[int(index)]
    except (IndexError, ValueError, KeyError):
        # The page was older than what it speaks about.
        return


def _parts(conditions: JSON, path: str) -> list[JSON]:
    node = conditions
    for index in path.split("-")[1:]:
        node = node[join_of(node)][int(index)]
    parts: list[JSON] = node[join_of(node)]
    return parts


def _count(data: QueryDict, path: str) -> int:
    given = data.get(f"{path}-count", "")
    return min(int(given), _MOST) if given.isdecimal() else 0


def _read_part(data: QueryDict, path: str, words: Vocabulary) -> JSON:
    kept = data.get(f"{path}-json")
    if kept is not None:
        return _kept(kept)
    if f"{path}-join" in data:
        return read_conditions(data, path, words)
    return _read_leaf(data, path, words)


def _kept(text: str) -> JSON:
    try:
        kept = json.loads(text)
    except ValueError:
        return {"field": text[:100]}
    return kept if isinstance(kept, dict) else {"field": text[:100]}


def _read_leaf(data: QueryDict, path: str, words: Vocabulary) -> JSON:
    name, op = data.get(f"{path}-field", ""), data.get(f"{path}-op", "")
    if name in words.named:
        name += data.get(f"{path}-named", "").strip()
    known = words.find(name)
    if known is None:
        return {"field": name, "op": op}
    if op not in words.operators(known):
        op = words.operators(known)[0]
    leaf = {"field": name, "op": op}
    if OPERATORS[op].takes_value:
        leaf["value"] = _read_value(data, path, known, op)
    return leaf


def _read_value(data: QueryDict, path: str, known: Field, op: str) -> Any:
    kind, given = known.kind, data.getlist(f"{path}-value")
    first = given[0].strip() if given else ""
    chosen = data.get(f"{path}-field", "")
    if data.get(f"{path}-was", chosen) != chosen:
        # Another field was chosen: what stands there is the value of the one before.
        return ""
    if kind in (ValueKind.CHOICE, ValueKind.PERSON):
        return [int(v) if known.choices in _NUMBERS and v.isdecimal() else v for v in given]
    if kind is ValueKind.TAGS:
        return [tag.strip() for tag in first.split(",") if tag.strip()]
    if op in DAYS:
        return first
    if kind is ValueKind.TIME:
        return _minutes(first, data.get(f"{path}-unit", "1"))
    if op == "matches":
        return first
    lines = [line.strip() for line in first.splitlines() if line.strip()]
    return lines if len(lines) > 1 else "".join(lines)


def _minutes(number: str, unit: str) -> float | str:
    try:
        minutes = float(number.replace(",", ".")) * int(unit)
    except ValueError:
        return ""
    if not abs(minutes) < 10**8:
        return ""
    return int(minutes) if minutes == int(minutes) else minutes
