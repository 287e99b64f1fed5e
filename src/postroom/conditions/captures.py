"""What the named groups of regular expressions found."""

from __future__ import annotations

from collections.abc import Iterator

from postroom.conditions.compile import Conditions, Values, branch_of
from postroom.conditions.operators import search


def captured(conditions: Conditions, values: Values) -> dict[str, str]:
    """Return {name: text} of the named groups of every regular expression in `conditions` that finds something.

    Where two capture under one name, the first counts.
    """
    found: dict[str, str] = {}
    for leaf in _expressions(conditions):
        match = search(values.get(leaf["field"]), leaf.get("value"))
        if match is not None:
            found = {**{name: text for name, text in match.groupdict().items() if text is not None}, **found}
    return found


def _expressions(conditions: Conditions) -> Iterator[Conditions]:
    branch = branch_of(conditions)
    if branch is not None:
        for part in branch[1]:
            yield from _expressions(part)
    elif conditions.get("op") == "matches":
        yield conditions
