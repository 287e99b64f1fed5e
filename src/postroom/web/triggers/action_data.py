"""The actions of a trigger as the editor posts them and shows them: `a-0-action` names the first one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from postroom.web.triggers.action_forms import ACTION_FORMS, ActionForm
from postroom.web.triggers.condition_rows import Offers

_MOST = 20
Forms = Mapping[str, type[ActionForm]]
"""The actions that an editor knows, by their names."""


def stored_forms(actions: Sequence[dict[str, Any]], offers: Offers, known: Forms = ACTION_FORMS) -> list[ActionForm]:
    """Return the forms of stored actions."""
    kinds = [(action, known[action["action"]]) for action in actions if action.get("action") in known]
    return [_unbound(kind, index, kind.initial_of(action), offers) for index, (action, kind) in enumerate(kinds)]


def posted_forms(data: QueryDict, offers: Offers, known: Forms = ACTION_FORMS) -> list[ActionForm]:
    """Return the forms with what was entered, to be validated."""
    kinds = [data.get(f"a-{index}-action", "") for index in range(_count(data))]
    forms = [known[kind](data, prefix=f"a-{index}") for index, kind in enumerate(kinds) if kind in known]
    for form in forms:
        form.offer(offers)
    return forms


def press(forms: list[ActionForm], button: str, offers: Offers, known: Forms = ACTION_FORMS) -> list[ActionForm]:
    """Return the forms as they stand after a button: `action:<name>` adds one, `drop:<index>` takes one away.

    Nothing is validated yet: who adds a row has not finished.
    """
    kept = [(type(form), _raw(form)) for form in forms]
    verb, _colon, what = button.partition(":")
    if verb == "action" and what in known and len(kept) < _MOST:
        kept.append((known[what], {}))
    if verb == "drop" and what.isdecimal() and int(what) < len(kept):
        del kept[int(what)]
    return [_unbound(kind, index, initial, offers) for index, (kind, initial) in enumerate(kept)]


def _raw(form: ActionForm) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}


def _unbound(kind: type[ActionForm], index: int, initial: dict[str, Any], offers: Offers) -> ActionForm:
    form = kind(prefix=f"a-{index}", initial=initial)
    form.offer(offers)
    return form


def _count(data: QueryDict) -> int:
    given = data.get("a-count", "")
    return min(int(given), _MOST) if given.isdecimal() else 0
