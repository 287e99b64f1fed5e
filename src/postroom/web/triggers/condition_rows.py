"""Conditions as the editor shows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from postroom.conditions.fields import Field, ValueKind
from postroom.conditions.operators import DAYS, OPERATORS
from postroom.web.triggers.condition_data import ROOT, join_of
from postroom.web.triggers.vocabulary import ON_TICKETS, Vocabulary
from postroom.web.triggers.words import CHOICES, OPERATOR_WORDS, UNITS, Choices, split_minutes


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select or box."""

    value: str
    label: str
    chosen: bool


@dataclass(slots=True)
class Row:
    """A part of a condition: kind is group, leaf or kept."""

    path: str
    kind: str
    join: str = ""
    parts: list[Row] = field(default_factory=list)
    json: str = ""
    fields: list[Option] = field(default_factory=list)
    name: str = ""
    named: str | None = None
    """What was entered for a field that needs a name, such as a header's; None for all others."""
    operators: list[Option] = field(default_factory=list)
    widget: str = ""
    """text, pattern, tags, time, day, choice, or empty where there is nothing to enter."""
    text: str = ""
    options: list[Option] = field(default_factory=list)
    """Of a choice; of a time its units."""
    nested: bool = False
    roomy: bool = False
    """Of a group: it may hold another one."""


class Offers:
    """The fields and choices there are; choices are asked for once a page."""

    def __init__(self, words: Vocabulary = ON_TICKETS, given: Mapping[str, Choices] | None = None) -> None:
        self.words = words
        self._found: dict[str, Choices] = {name: self._more(name) + listed for name, listed in (given or {}).items()}

    def of(self, name: str) -> Choices:
        """Return the choices of that name (`Field.choices`)."""
        if name not in self._found:
            self._found[name] = self._more(name) + CHOICES[name]()
        return self._found[name]

    def _more(self, name: str) -> Choices:
        return [(value, str(label)) for value, label in self.words.more.get(name, ())]


def show_conditions(conditions: Mapping[str, Any], offers: Offers) -> Row:
    """Return the whole as a group, also where it is a single condition."""
    if not join_of(conditions):
        conditions = {"all": [conditions] if conditions else []}
    return _group(conditions, ROOT, 0, offers)


def _group(conditions: Mapping[str, Any], path: str, depth: int, offers: Offers) -> Row:
    join = join_of(conditions)
    parts = [_part(part, f"{path}-{index}", depth, offers) for index, part in enumerate(conditions[join])]
    return Row(path, "group", join=join, parts=parts, nested=depth > 0, roomy=depth < offers.words.deepest)


def _part(part: Any, path: str, depth: int, offers: Offers) -> Row:
    if not isinstance(part, dict) or (join_of(part) and depth >= offers.words.deepest):
        return _kept(part, path)
    if join_of(part):
        return _group(part, path, depth + 1, offers)
    name = str(part.get("field", ""))
    known = offers.words.find(name)
    if known is None or part.get("op") not in offers.words.operators(known):
        return _kept(part, path)
    return _leaf(part, path, name, offers)


def _kept(part: Any, path: str) -> Row:
    return Row(path, "kept", json=json.dumps(part, ensure_ascii=False))


def _leaf(leaf: dict[str, Any], path: str, name: str, offers: Offers) -> Row:
    words = offers.words
    prefix = next((prefix for prefix in words.named if name.startswith(prefix)), "")
    known = words.find(name)
    assert known is not None
    row = Row(path, "leaf", name=prefix or name, named=name.removeprefix(prefix) if prefix else None)
    row.fields = [Option(key, str(offered.label), key == row.name) for key, offered in words.fields.items()]
    row.operators = [Option(op, str(OPERATOR_WORDS[op]), op == leaf["op"]) for op in offers.words.operators(known)]
    if OPERATORS[leaf["op"]].takes_value:
        _fill(row, leaf, known, offers)
    return row


def _fill(row: Row, leaf: dict[str, Any], known: Field, offers: Offers) -> None:
    value = leaf.get("value", "")
    values = [str(item) for item in (value if isinstance(value, list) else [value])]
    if known.kind in (ValueKind.CHOICE, ValueKind.PERSON):
        row.widget = "choice"
        row.options = _options(offers.of(known.choices), {item.lower() for item in values})
    elif known.kind is ValueKind.TAGS:
        row.widget, row.text = "tags", ", ".join(item for item in values if item)
    elif leaf["op"] in DAYS:
        row.widget, row.text = "day", str(value)
    elif known.kind is ValueKind.TIME:
        _fill_time(row, value)
    else:
        row.widget = "pattern" if leaf["op"] == "matches" else "text"
        row.text = "\n".join(values)


def _options(choices: Choices, chosen: set[str]) -> list[Option]:
    """What is chosen but no longer there (a deleted group) stays to be seen and can be taken out."""
    offered = [Option(value, label, value.lower() in chosen) for value, label in choices]
    gone = sorted(chosen - {value.lower() for value, _label in choices} - {""})
    return offered + [Option(value, f"? {value}", True) for value in gone]


def _fill_time(row: Row, value: Any) -> None:
    number, unit = split_minutes(value) if isinstance(value, int | float) else ("", 60)
    row.widget, row.text = "time", number
    row.options = [Option(str(size), str(word), size == unit) for size, word in UNITS]
