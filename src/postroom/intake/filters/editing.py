"""What administrators do to filters: one transaction each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from postroom.conditions.compile import ConditionError, check
from postroom.conditions.mail_fields import mail_field
from postroom.models import Filter


class FilterRefused(ValueError):  # named like the verbs' other refusals
    """A filter that cannot be; its text is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class FilterDraft:
    """A filter as it shall be."""

    name: str
    conditions: Mapping[str, Any]
    for_new: Mapping[str, Any] = field(default_factory=dict)
    for_follow_up: Mapping[str, Any] = field(default_factory=dict)
    stop: bool = False
    note: str = ""


def save_filter(draft: FilterDraft, found: Filter | None = None) -> Filter:
    """Create a filter (inactive, after all others), or change `found`.

    Raises FilterRefused, with nothing changed.
    """
    refuse_nonsense(draft.conditions)
    if not draft.for_new and not draft.for_follow_up and not draft.stop:
        raise FilterRefused(_("Choose what the filter does."))
    others = Filter.objects.exclude(pk=found.pk) if found else Filter.objects.all()
    if others.filter(name=draft.name).exists():
        raise FilterRefused(_("There is a filter with this name already."))
    row = found or Filter(active=False, position=(Filter.objects.aggregate(last=Max("position"))["last"] or 0) + 1)
    row.name, row.note, row.stop = draft.name, draft.note, draft.stop
    row.conditions, row.for_new, row.for_follow_up = (
        dict(part) for part in (draft.conditions, draft.for_new, draft.for_follow_up)
    )
    row.save()
    return row


def refuse_nonsense(conditions: Mapping[str, Any]) -> None:
    """Raise FilterRefused where `conditions` cannot be understood."""
    try:
        check(conditions, find=mail_field)
    except ConditionError as error:
        raise FilterRefused(str(error)) from error


def switch_filter(found: Filter, *, active: bool) -> None:
    """Let it be asked, or not."""
    Filter.objects.filter(pk=found.pk).update(active=active)


def move_filter(found: Filter, by: int) -> None:
    """Let it be asked earlier (`by` -1) or later (1) than its neighbour."""
    with transaction.atomic():
        rows = list(Filter.objects.select_for_update())
        index = [row.pk for row in rows].index(found.pk)
        rows.insert(min(max(index + by, 0), len(rows) - 1), rows.pop(index))
        for position, row in enumerate(rows, 1):
            row.position = position
        Filter.objects.bulk_update(rows, ["position"])


def delete_filter(found: Filter) -> None:
    """Delete it; what it did stays."""
    found.delete()
