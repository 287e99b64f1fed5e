"""What administrators do to triggers: one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from postroom.conditions.compile import ConditionError, check
from postroom.models import Trigger
from postroom.triggers.actions import ACTIONS

_STEP = 10
_LONGEST_NAME = 200


class TriggerRefused(ValueError):  # named like the verbs' other refusals
    """A trigger that cannot be; its text is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class TriggerDraft:
    """A trigger as it shall be."""

    name: str
    conditions: Mapping[str, Any]
    actions: Sequence[Mapping[str, Any]]
    note: str = ""


def save_trigger(draft: TriggerDraft, trigger: Trigger | None = None) -> Trigger:
    """Create a trigger (inactive, after all others), or change `trigger`.

    Raises TriggerRefused, with nothing changed.
    """
    _check(draft, trigger)
    row = trigger or Trigger(active=False, position=_last_position() + _STEP)
    row.name, row.note = draft.name, draft.note
    row.conditions, row.actions = dict(draft.conditions), [dict(action) for action in draft.actions]
    row.save()
    return row


def clone_trigger(trigger: Trigger) -> Trigger:
    """Return an inactive copy that stands right behind `trigger`."""
    with transaction.atomic():
        rows = _in_order()
        copy = Trigger.objects.create(
            name=_free_name(trigger.name, {row.name for row in rows}),
            conditions=trigger.conditions,
            actions=trigger.actions,
            note=trigger.note,
            active=False,
        )
        index = [row.pk for row in rows].index(trigger.pk)
        _number([*rows[: index + 1], copy, *rows[index + 1 :]])
    return copy


def switch_trigger(trigger: Trigger, *, active: bool) -> None:
    """Let it act, or not."""
    Trigger.objects.filter(pk=trigger.pk).update(active=active)


def move_trigger(trigger: Trigger, by: int) -> None:
    """Let it act earlier (`by` -1) or later (1) than its neighbour."""
    with transaction.atomic():
        rows = _in_order()
        index = [row.pk for row in rows].index(trigger.pk)
        target = min(max(index + by, 0), len(rows) - 1)
        rows.insert(target, rows.pop(index))
        _number(rows)


def delete_trigger(trigger: Trigger) -> None:
    """Delete it; the log of its calls stays."""
    trigger.delete()


def _check(draft: TriggerDraft, trigger: Trigger | None) -> None:
    try:
        check(draft.conditions)
    except ConditionError as error:
        raise TriggerRefused(str(error)) from error
    if not draft.actions:
        raise TriggerRefused(_("A trigger needs at least one action."))
    if any(action.get("action") not in ACTIONS for action in draft.actions):
        raise TriggerRefused(_("This Postroom does not know one of the actions."))
    others = Trigger.objects.exclude(pk=trigger.pk) if trigger else Trigger.objects.all()
    if others.filter(name=draft.name).exists():
        raise TriggerRefused(_("There is a trigger with this name already."))


def _last_position() -> int:
    return Trigger.objects.aggregate(last=Max("position"))["last"] or 0


def _in_order() -> list[Trigger]:
    return list(Trigger.objects.select_for_update().order_by("position", "name"))


def _number(rows: list[Trigger]) -> None:
    for index, row in enumerate(rows):
        row.position = (index + 1) * _STEP
    Trigger.objects.bulk_update(rows, ["position"])


def _free_name(name: str, taken: set[str]) -> str:
    copy = _("Copy of %(name)s") % {"name": name}
    candidates = (f"{copy[: _LONGEST_NAME - 5]}{f' ({count})' if count else ''}" for count in range(1000))
    return next(candidate for candidate in candidates if candidate not in taken)
