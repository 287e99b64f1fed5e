"""Which tickets an address of the list names: an overview, narrowed by what was entered above the list."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from postroom.models import Ticket

FILTERS = ("q", "group", "state")
_LONGEST_WORDS = 200


def narrowed(found: QuerySet[Ticket], query: Mapping[str, str]) -> QuerySet[Ticket]:
    """Return those of `found` that fit what `query` asks for."""
    group, state, words = (query.get(name, "").strip() for name in ("group", "state", "q"))
    if group.isdecimal():
        found = found.filter(group_id=int(group[:9]))
    if state:
        found = found.filter(state=state.replace("\0", ""))
    for word in words[:_LONGEST_WORDS].replace("\0", "").split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(number__startswith=word.lstrip("#"))
            | Q(customer__name__icontains=word)
            | Q(customer__email__icontains=word)
        )
    return found


def is_narrowed(query: Mapping[str, str]) -> bool:
    """Whether `query` asks for less than the whole overview."""
    return any(query.get(name) for name in FILTERS)
