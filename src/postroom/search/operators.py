"""The operators that people type, by every name they go by."""

from __future__ import annotations

from dataclasses import dataclass

from postroom.search.folding import fold


@dataclass(frozen=True, slots=True)
class Operator:
    """`names`: English first, then German; `text`: it asks for words of articles, all others for the ticket."""

    key: str
    names: tuple[str, ...]
    text: bool = False


OPERATORS = (
    Operator("from", ("from", "von"), text=True),
    Operator("to", ("to", "an", "cc"), text=True),
    Operator("has", ("has", "hat", "mit"), text=True),
    Operator("group", ("group", "gruppe")),
    Operator("owner", ("owner", "besitzer", "agent")),
    Operator("state", ("state", "status", "zustand")),
    Operator("tag", ("tag", "tags", "schlagwort")),
    Operator("number", ("number", "nummer", "ticket")),
    Operator("customer", ("customer", "kunde", "kundin")),
    Operator("organisation", ("organisation", "organization", "firma")),
    Operator("before", ("before", "vor")),
    Operator("after", ("after", "since", "nach", "seit")),
)
_BY_NAME = {fold(name): operator for operator in OPERATORS for name in operator.names}
FILES = frozenset(map(fold, ("attachment", "attachments", "file", "files", "anhang", "anhänge", "datei", "dateien")))
"""What `has:` may ask for."""


def operator_of(name: str) -> Operator | None:
    """Return the operator of that name, None where there is none."""
    return _BY_NAME.get(fold(name))


def known_names() -> list[str]:
    """Return the names of all operators, folded."""
    return list(_BY_NAME)
