"""From JSON to a test for values in hand and to a database condition, by the same tables."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import regex
from django.db.models import Q

from postroom.conditions.fields import FIELDS, OPERATORS_OF, Field, ValueKind
from postroom.conditions.operators import DAYS, OPERATORS
from postroom.sentences import sentence as _
from postroom.told import Refusal

Conditions = Mapping[str, Any]
Values = Mapping[str, Any]
Find = Callable[[str], Field | None]
_DEEPEST = 5


class ConditionError(Refusal):
    """A condition that cannot be understood; its text is a sentence for the person who wrote it."""


def check(conditions: Conditions, depth: int = 0, find: Find = FIELDS.get) -> None:
    """Raise ConditionError where `conditions` cannot be understood. `find` knows the fields that may be asked."""
    if depth > _DEEPEST:
        raise ConditionError(_("Conditions can be nested %(depth)s levels deep at most.", depth=_DEEPEST))
    branch = branch_of(conditions)
    if branch is None:
        _check_leaf(conditions, find)
        return
    for part in branch[1]:
        check(part, depth + 1, find)


def matches(conditions: Conditions, values: Values) -> bool:
    """Whether `values` ({field name: value}) fulfil `conditions`."""
    branch = branch_of(conditions)
    if branch is None:
        return _leaf_matches(conditions, values)
    name, parts = branch
    join: Callable[[Any], bool] = all if name == "all" else any
    return join(matches(part, values) for part in parts)


def to_q(conditions: Conditions) -> Q:
    """Return the condition on tickets for the database.

    Raises ConditionError where it asks about something that only an event knows.
    """
    branch = branch_of(conditions)
    if branch is None:
        return _leaf_q(conditions)
    name, parts = branch
    condition = Q()
    for part in parts:
        condition = condition & to_q(part) if name == "all" else condition | to_q(part)
    return condition if parts or name == "all" else Q(pk__in=[])


def branch_of(conditions: Conditions) -> tuple[str, list[Conditions]] | None:
    """Return "all" or "any" and the parts, None where `conditions` is a leaf."""
    for name in ("all", "any"):
        parts = conditions.get(name)
        if isinstance(parts, list):
            return name, parts
    return ("all", []) if not conditions else None


def _check_leaf(leaf: Conditions, find: Find) -> None:
    name, op = str(leaf.get("field", "")), str(leaf.get("op", ""))
    field = find(name)
    if field is None:
        raise ConditionError(_("There is no field “%(name)s”.", name=name))
    if op not in OPERATORS_OF[field.kind]:
        raise ConditionError(_("This comparison is not possible for “%(label)s”.", label=str(field.label)))
    if OPERATORS[op].takes_value and leaf.get("value") in (None, "", []):
        raise ConditionError(_("Enter a value for “%(label)s”.", label=str(field.label)))
    if field.kind is ValueKind.NUMBER:
        _check_number(leaf.get("value"))
    if op in DAYS:
        _check_day(str(leaf.get("value")))
    if op == "matches":
        _check_pattern(str(leaf.get("value")))


def _check_number(value: object) -> None:
    try:
        float(str(value))
    except ValueError as error:
        raise ConditionError(_("“%(value)s” is not a number.", value=str(value))) from error


def _check_day(value: str) -> None:
    try:
        datetime.date.fromisoformat(value)
    except ValueError as error:
        raise ConditionError(_("“%(value)s” is no day such as 2026-01-31.", value=value)) from error


def _check_pattern(pattern: str) -> None:
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise ConditionError(
            _("“%(pattern)s” is no regular expression: %(error)s", pattern=pattern, error=str(error))
        ) from error


def _leaf_matches(leaf: Conditions, values: Values) -> bool:
    operator = OPERATORS[leaf["op"]]
    return operator.test(values.get(leaf["field"]), leaf.get("value")) is not operator.negated


def _leaf_q(leaf: Conditions) -> Q:
    operator, field = OPERATORS[leaf["op"]], FIELDS[leaf["field"]]
    if operator.lookup is None or not field.path:
        raise ConditionError(_("“%(label)s” is known only while something happens.", label=str(field.label)))
    condition = operator.lookup(field.path, leaf.get("value"))
    return ~condition if operator.negated else condition
