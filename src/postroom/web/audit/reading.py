"""Entries of the audit log as sentences: columns by their names, rows they point at by theirs."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model
from django.utils.translation import gettext as _

from postroom.configuration import Configuration
from postroom.models import AuditEntry, Level
from postroom.web.audit.words import SUBJECTS, column_words, field_of, setting_words, value_words

_SETTINGS = dataclasses.asdict(Configuration())
_LONG = 120
Names = dict[type[Model], dict[int, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """A column with what it was and what it is; both empty where it is secret."""

    name: str
    before: str = ""
    after: str = ""
    secret: bool = False

    @property
    def same(self) -> bool:
        """Whether it only says which row it was."""
        return not self.secret and self.before == self.after

    @property
    def long(self) -> bool:
        """Whether it takes more than a line."""
        return len(self.before) + len(self.after) > _LONG or "\n" in self.before + self.after


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown."""

    entry: AuditEntry
    subject: str
    label: str
    changes: list[Change]


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    """Return the entries as they are shown. One statement for each kind of row they point at, however many they are."""
    shown = list(entries)
    names = _names(shown)
    return [_line(entry, names) for entry in shown]


def _line(entry: AuditEntry, names: Names) -> Line:
    subject = str(SUBJECTS.get(entry.subject, entry.subject))
    if entry.subject == "setting":
        return Line(entry, subject, setting_words(entry.label), _of_setting(entry))
    changes = [_change(entry.subject, column, change, names) for column, change in sorted(entry.changes.items())]
    return Line(entry, subject, entry.label, changes)


def _of_setting(entry: AuditEntry) -> list[Change]:
    """A setting that nobody had changed before had its default."""
    before, after = entry.changes.get("value") or (None, None)
    before = _SETTINGS.get(entry.label) if before is None else before
    return [Change(_("Value"), _written(before), _written(after))]


def _change(subject: str, column: str, change: list[Any] | None, names: Names) -> Change:
    name, field = column_words(subject, column), field_of(subject, column)
    if change is None:
        return Change(name, secret=True)
    before, after = (_spoken(value, column, field, names) for value in change)
    return Change(name, before, after)


def _spoken(value: Any, column: str, field: Field[Any, Any] | None, names: Names) -> str:
    if value is None or field is None:
        return _written(value)
    if isinstance(field.related_model, type):
        return names[field.related_model].get(value) or f"#{value}"
    if column == "levels":
        return ", ".join(str(Level(level).label) for level in value)
    return next((str(label) for key, label in field.flatchoices if key == value), "") or _written(value)


def _written(value: Any) -> str:
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, indent=1) if value else value_words("")
    return value_words(value)


def _names(entries: Iterable[AuditEntry]) -> Names:
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for model, value in _pointed_at(entries):
        wanted[model].add(value)
    found: Names = defaultdict(dict)
    for model, ids in wanted.items():
        found[model] = {row.pk: str(row) for row in model._default_manager.filter(pk__in=ids)}
    return found


def _pointed_at(entries: Iterable[AuditEntry]) -> Iterator[tuple[type[Model], int]]:
    for entry in entries:
        for column, change in entry.changes.items():
            field = field_of(entry.subject, column) if change is not None else None
            if field is not None and isinstance(field.related_model, type):
                yield from ((field.related_model, value) for value in change if isinstance(value, int))
