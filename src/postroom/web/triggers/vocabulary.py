"""Which fields an editor of conditions offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from postroom.conditions.fields import FIELDS, Field


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Fields in the order in which they are offered. `named` are those whose name a person completes."""

    fields: Mapping[str, Field]
    find: Callable[[str], Field | None]
    new_leaf: Mapping[str, Any]
    named: tuple[str, ...] = ()


ON_TICKETS = Vocabulary(FIELDS, FIELDS.get, {"field": "ticket.title", "op": "contains", "value": ""})
