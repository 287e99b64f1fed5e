"""The lists of tickets that a person may choose from: the standing ones, those shared with them, their own."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from postroom.conditions.compile import Conditions, to_q
from postroom.conditions.personal import ME, MY_GROUPS, personal
from postroom.models import Level, Mention, StoredOverview, Ticket, TicketState, User
from postroom.models.tickets import PENDING_STATES
from postroom.prepared import Prepared, Row, Slot, Slots
from postroom.tickets.access import group_ids, roles_of, tickets_of_groups
from postroom.tickets.counting import MOST, counted, counting

UNREADABLE = (ValueError, KeyError, TypeError)
"""What a stored condition raises that this Postroom does not understand (any more)."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A list of tickets under a name; its conditions are in the one condition language."""

    slug: str
    """Its name in addresses: of a stored one its id."""
    name: str | Promise
    conditions: Conditions
    columns: tuple[str, ...] = ()
    sort: str = ""
    group_by: str = ""
    counted: bool = True
    mentioning: bool = False
    """Only tickets in which the person is mentioned."""
    apart: tuple[Conditions, ...] = ()
    """The conditions as several, of which no ticket fits two: counted by themselves, as indexes alone can tell them."""


def _is(field: str, *values: Any) -> Conditions:
    return {"field": field, "op": "is", "value": list(values)}


_WORK = _is("ticket.state", TicketState.NEW, TicketState.OPEN)
_PENDING = _is("ticket.state", *PENDING_STATES)
_REACHED: Conditions = {"all": [_PENDING, {"field": "ticket.pending_until", "op": "older_than", "value": 0}]}
_TO_DO: Conditions = {"any": [_WORK, _REACHED]}
_NOBODYS: Conditions = {"field": "ticket.owner", "op": "is_not_set"}
_CLOSED_TODAY: Conditions = {"field": "ticket.closed_at", "op": "is_today"}
_NOT_MERGED: Conditions = {"field": "ticket.state", "op": "is_not", "value": [TicketState.MERGED]}

OVERVIEWS: tuple[Overview, ...] = (
    Overview("mine", _("My open tickets"), {"all": [_is("ticket.owner", ME), _TO_DO]}),
    Overview("unassigned", _("Unassigned and open"), {"all": [_NOBODYS, _WORK]}),
    Overview("open", _("All open"), _TO_DO, apart=(_WORK, _REACHED)),
    Overview("reached", _("Pending time reached"), _REACHED),
    Overview("pending", _("Pending"), _PENDING),
    Overview("mentions", _("I am mentioned"), _NOT_MERGED, mentioning=True),
    Overview(
        "closed_today",
        _("Closed today in my groups"),
        {"all": [_is("ticket.state", TicketState.CLOSED), _CLOSED_TODAY, _is("ticket.group", MY_GROUPS)]},
        sort="-closed",
    ),
    Overview("all", _("All tickets"), _NOT_MERGED, counted=False),
)
_STANDING = frozenset(overview.slug for overview in OVERVIEWS)


def overviews_for(user: User) -> list[Overview]:
    """Return the overviews that `user` may choose, in their order: standing, shared, own. One statement."""
    listed, roles = list(group_ids(user, Level.OVERVIEW)), [role.pk for role in roles_of(user)]
    rows = sorted(_stored.rows(user.pk, listed, roles), key=lambda row: (row[0] is not None, *row[1:3]))
    return [*OVERVIEWS, *(_read(*row[2:]) for row in rows)]


def _shown_to_one() -> QuerySet[StoredOverview, Row]:
    """The stored overviews that are somebody's own or shared with them: with all, their groups or their roles."""
    shared = Q(everyone=True) | Q(groups__in=Slots(1)) | Q(roles__in=Slots(2))
    found = StoredOverview.objects.filter(Q(owner=Slot(0)) | Q(owner=None) & shared).order_by().distinct()
    return found.values_list(
        "owner_id", "position", "pk", "name", "conditions", "columns", "sort", "group_by", "counted"
    )


_stored = Prepared(_shown_to_one)


def _read(pk: int, name: str, conditions: str, columns: list[str], sort: str, group_by: str, counted: bool) -> Overview:
    return Overview(str(pk), name, json.loads(conditions), tuple(columns), sort, group_by, counted)


def tickets_in(overview: Overview, user: User) -> QuerySet[Ticket]:
    """Return the tickets of the overview that `user` may list.

    Nobody sees by an overview, whoever made it, what they may not see without. Raises one of `UNREADABLE` where the
    conditions are not understood.
    """
    return found_by(overview.conditions, overview.mentioning, looker(user))


class Looker(NamedTuple):
    """Who looks: all that conditions mean something else for."""

    user: int
    listed: frozenset[int]
    own: frozenset[int]
    """Groups whose tickets they may list, and those that are theirs."""
    zone: str
    day: datetime.date


def looker(user: User) -> Looker:
    """Return what conditions mean for `user` now."""
    listed, own = (frozenset(group_ids(user, level)) for level in (Level.OVERVIEW, Level.CHANGE))
    return Looker(user.pk, listed, own, timezone.get_current_timezone_name(), timezone.localdate())


def found_by(conditions: Conditions, mentioning: bool, looker: Looker) -> QuerySet[Ticket]:
    """Return the tickets that fit, of those `looker` may list; raises one of `UNREADABLE`."""
    meant = personal(conditions, looker.user, looker.own)
    found = tickets_of_groups(looker.listed).filter(to_q(meant))
    if mentioning:
        found = found.filter(Exists(Mention.objects.filter(ticket=OuterRef("pk"), user=looker.user)))
    return found


def counts(
    user: User, overviews: Sequence[Overview] = OVERVIEWS, more: Mapping[str, QuerySet[Ticket]] | None = None
) -> dict[str, int | None]:
    """Return how many tickets each counted overview holds for `user`, by slug, in one statement.

    No number is above `counting.MOST` + 1; None is the number of a stored overview that takes too long to count. An
    overview that is not understood is left out. `more` is counted along.
    """
    asked = dict(_countable(looker(user), (item for item in overviews if item.counted)))
    stored = {slug: sql for slug, sql in asked.items() if slug not in _STANDING}
    waited_for = {slug: sql for slug, sql in asked.items() if slug in _STANDING}
    return counted(waited_for | {name: counting(found) for name, found in (more or {}).items()}, stored)


def _countable(looker: Looker, overviews: Iterable[Overview]) -> Iterable[tuple[str, str]]:
    for overview in overviews:
        try:
            yield (
                overview.slug,
                _counting(json.dumps(overview.apart or (overview.conditions,)), overview.mentioning, looker),
            )
        except UNREADABLE:
            continue


@lru_cache(2048)
def _counting(conditions: str, mentioning: bool, looker: Looker) -> str:
    """Every page counts the same overviews; to put them into SQL takes longer than to count them."""
    parts = [counting(found_by(part, mentioning, looker)) for part in json.loads(conditions)]
    return parts[0] if len(parts) == 1 else f"SELECT LEAST({MOST + 1}, {' + '.join(f'({sql})' for sql in parts)})"
