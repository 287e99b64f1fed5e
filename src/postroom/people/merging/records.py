"""What a merge did, written down so that it can be taken back."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model

from postroom.models import GroupAccess, Organisation, User
from postroom.people.merging.moves import Relation, moves_plainly, relations

CHOOSABLE = ("email", "name", "phone", "organisation", "language", "time_zone")
"""What the two may differ in; notes are joined, roles added, everything else stays that of the kept person."""
CUSTOMER = "postroom.ticket.customer"
_CHANGED = (*CHOOSABLE, "note", "undeliverable_since", "undeliverable_reason")
Keys = dict[str, list[Any]]

_ENDS = ("postroom.session.user", "postroom.presence.user", "postroom.removal.person")
"""Nobody is still signed in or at a ticket when a merge is taken back; whose data is being deleted is not merged."""


class _Exact(DjangoJSONEncoder):
    """Django's own way leaves out what is less than a millisecond."""

    def default(self, value: Any) -> Any:
        """Return what JSON takes."""
        return value.isoformat() if isinstance(value, datetime.datetime) else super().default(value)


@dataclass(frozen=True, slots=True)
class Standing:
    """Which rows name the one who is merged, before anything is moved."""

    keys: Keys
    """By the names of relations whose rows all move."""
    whole: dict[str, list[Model]]
    """Of the others, some of which are deleted."""
    levels: dict[int, list[str]]
    """What the kept person may do in groups, by row."""


def standing(kept: User, other: User) -> Standing:
    """Look at what is there before `move_everything`."""
    plain = [relation for relation in _recorded() if moves_plainly(relation)]
    others = [relation for relation in _recorded() if not moves_plainly(relation)]
    return Standing(
        keys={relation.name: list(relation.rows(other).values_list("pk", flat=True)) for relation in plain},
        whole={relation.name: list(relation.rows(other)) for relation in others},
        levels=_levels(kept),
    )


def moved(before: Standing, kept: User) -> dict[str, Any]:
    """Return what `move_everything` did, as plain values: what names the kept person now, and what is gone."""
    keys, gone = dict(before.keys), {}
    for relation in _recorded():
        rows = before.whole.get(relation.name, [])
        left = set(relation.rows(kept).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        keys.setdefault(relation.name, sorted(left))
        if lost := [row for row in rows if row.pk not in left]:
            gone[relation.name] = written(lost)
    after = _levels(kept)
    levels = [[pk, was, after[pk]] for pk, was in before.levels.items() if after.get(pk, was) != was]
    return {"moved": {name: pks for name, pks in keys.items() if pks}, "gone": gone, "levels": levels}


def written(rows: Collection[Model]) -> str:
    """Return rows as text."""
    return str(serializers.serialize("json", rows, cls=_Exact))


def values_of(user: User) -> dict[str, Any]:
    """Return what a merge may change of somebody, as plain values."""
    (row,) = json.loads(serializers.serialize("json", [user], cls=_Exact, fields=_CHANGED))
    return dict(row["fields"])


def with_values(user: User, values: Mapping[str, Any]) -> User:
    """Give somebody values as `values_of` returned them; an organisation that is gone is none."""
    row = {"model": "postroom.user", "pk": user.pk, "fields": dict(values)}
    (found,) = serializers.deserialize("python", [row], ignorenonexistent=True)
    for name in values:
        column = User._meta.get_field(name).attname  # type: ignore[union-attr]  # columns all have one
        setattr(user, column, getattr(found.object, column))
    return without_lost_organisation(user)


def without_lost_organisation(user: User) -> User:
    """Return the person as they can be stored."""
    if user.organisation_id and not Organisation.objects.filter(pk=user.organisation_id).exists():
        user.organisation = None
    return user


def rows_in(text: str) -> list[Model]:
    """Return the rows that `written` wrote, not stored; columns that are no more are left out."""
    return [found.object for found in serializers.deserialize("json", text, ignorenonexistent=True)]


def other_of(record: dict[str, Any]) -> User:
    """Return the person who was merged, as they were; not stored."""
    (other,) = rows_in(record["person"])
    assert isinstance(other, User)
    return other


def put_back(text: str) -> None:
    """Store rows again as they were, except those that point at something that is gone, or have a successor."""
    found = list(serializers.deserialize("json", text, ignorenonexistent=True))
    missing = _missing([row.object for row in found])
    for row in found:
        if missing.isdisjoint(_references(row.object)):
            with suppress(IntegrityError), transaction.atomic():
                row.save(save_m2m=False, force_insert=True)


def move_back(keys: Keys, kept: User, other: User) -> None:
    """Let rows that moved, and name the kept person still, name the other one again."""
    for relation in _recorded():
        pks = keys.get(relation.name)
        if pks:
            relation.rows(kept).filter(pk__in=pks).update(**{relation.column: other})


def _recorded() -> list[Relation]:
    return [relation for relation in relations() if relation.name not in _ENDS]


def _levels(user: User) -> dict[int, list[str]]:
    return dict(GroupAccess.objects.filter(user=user).values_list("pk", "levels"))


def _missing(rows: Collection[Model]) -> set[tuple[type[Model], Any]]:
    """Return what these rows point at and is not there any more. One statement a table."""
    wanted = defaultdict(set)
    for row in rows:
        for model, pk in _references(row):
            wanted[model].add(pk)
    return {
        (model, pk)
        for model, pks in wanted.items()
        for pk in pks - set(model._base_manager.filter(pk__in=pks).values_list("pk", flat=True))
    }


def _references(row: Model) -> Iterator[tuple[type[Model], Any]]:
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey) and (pk := getattr(row, field.attname)) is not None:
            yield field.related_model, pk
