"""What the values of operators mean: groups, agents, states and days by their names, in any language of Postroom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from postroom.conditions.compile import Conditions
from postroom.conditions.personal import ME
from postroom.models import Group, TicketState, User
from postroom.search.days import day_of
from postroom.search.folding import fold

T = TypeVar("T")
_ME = frozenset(("me", "ich", "mich", "mir"))
_NOBODY = frozenset(("nobody", "none", "niemand", "keiner", "-"))
_OPPOSITES = {
    "is": "is_not", "is_set": "is_not_set", "is_not_set": "is_set", "contains": "contains_not",
    "has_any": "has_none", "before": "since", "since": "before", "finds": "finds_not",
}  # fmt: skip


class Names:
    """The groups and agents that the person who searches may name; they are asked for when one is named."""

    def __init__(self, groups: QuerySet[Group], agents: QuerySet[User]) -> None:
        self._groups, self._agents = groups, agents
        self._leaves: dict[str, Callable[[str], Conditions | None]] = {
            "group": self._group,
            "owner": self._owner,
            "state": _state,
            "tag": lambda value: _leaf("ticket.tags", "has_any", list(dict.fromkeys((value, value.lower())))),
            "number": lambda value: _leaf("ticket.number", "is", value.lstrip("#")),
            "customer": _customer,
            "organisation": lambda value: _leaf("customer.organisation", "contains", value),
            "before": lambda value: _day("ticket.created_at", "before", value),
            "after": lambda value: _day("ticket.updated_at", "since", value),
        }

    def leaf(self, operator: str, value: str) -> Conditions | None:
        """Return what an operator about tickets asks; None where there is no such value."""
        return self._leaves[operator](value)

    def _group(self, value: str) -> Conditions | None:
        chosen = _named(value, ((pk, (name,)) for pk, name in self._groups.values_list("pk", "name")))
        return _leaf("ticket.group", "is", chosen) if chosen else None

    def _owner(self, value: str) -> Conditions | None:
        if fold(value) in _NOBODY:
            return {"field": "ticket.owner", "op": "is_not_set"}
        if fold(value) in _ME:
            return _leaf("ticket.owner", "is", [ME])
        people = self._agents.values_list("pk", "name", "email")
        chosen = _named(value, ((pk, (name, *name.split(), email)) for pk, name, email in people))
        return _leaf("ticket.owner", "is", chosen) if chosen else None


def negated(conditions: Conditions) -> Conditions:
    """Return the opposite of conditions that an operator made."""
    for join, other in (("any", "all"), ("all", "any")):
        if join in conditions:
            return {other: [negated(part) for part in conditions[join]]}
    return {**conditions, "op": _OPPOSITES[conditions["op"]]}


def _leaf(name: str, op: str, value: object) -> Conditions:
    return {"field": name, "op": op, "value": value}


def _named(value: str, offered: Iterable[tuple[T, tuple[str, ...]]]) -> list[T]:
    """Return the ones with a name of that value, or where there is none those with a name that begins so."""
    wanted = fold(value)
    known = [(key, [fold(name) for name in names]) for key, names in offered]
    exact = [key for key, names in known if wanted in names]
    return exact or [key for key, names in known if any(name.startswith(wanted) for name in names)]


def _state(value: str) -> Conditions | None:
    chosen = _named(value, ((state.value, _labels(state)) for state in TicketState))
    return _leaf("ticket.state", "is", chosen) if chosen else None


def _labels(state: TicketState) -> tuple[str, ...]:
    labels = [state.value]
    for language, _name in settings.LANGUAGES:
        with override(language):
            labels.append(str(state.label))
    return tuple(labels)


def _customer(value: str) -> Conditions:
    return {"any": [_leaf("customer.email", "contains", value), _leaf("customer.name", "contains", value)]}


def _day(name: str, op: str, value: str) -> Conditions | None:
    day = day_of(value, timezone.localdate())
    return None if day is None else _leaf(name, op, day.isoformat())
