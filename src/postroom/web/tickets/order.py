"""What the ticket list can be sorted and grouped by."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Case, CharField, F, IntegerField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Left, NullIf
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.models import Priority, TicketState
from postroom.models.tickets import NUMBER_IN_ORDER
from postroom.web.tickets.keyset import Key
from postroom.web.tickets.line import Line

_LONGEST_TITLE = 200
"""Characters that sorting looks at, and that the address of the next page holds."""
_BEFORE_ALL = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_AFTER_ALL = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
USUAL = "-changed"
STATES_IN_ORDER = (
    TicketState.NEW,
    TicketState.OPEN,
    TicketState.PENDING_REMINDER,
    TicketState.PENDING_CLOSE,
    TicketState.CLOSED,
    TicketState.MERGED,
)


def _person(path: str) -> Combinable:
    return Coalesce(NullIf(f"{path}__name", Value("")), f"{path}__email", Value(""), output_field=CharField())


_STATE = Case(
    *(When(state=state, then=Value(rank)) for rank, state in enumerate(STATES_IN_ORDER)),
    default=Value(len(STATES_IN_ORDER)),
    output_field=IntegerField(),
)
_ORGANISATION = Coalesce("organisation__name", Value(""), output_field=CharField())
SORTS: dict[str, Key] = {
    "state": Key(_STATE, int),
    "number": Key(NUMBER_IN_ORDER, str),
    "title": Key(Left("title", _LONGEST_TITLE), str),
    "customer": Key(_person("customer"), str),
    "organisation": Key(_ORGANISATION, str),
    "group": Key(F("group__name"), str),
    "owner": Key(_person("owner"), str),
    "priority": Key(F("priority"), int),
    "created": Key(F("created_at"), datetime.datetime),
    "changed": Key(F("updated_at"), datetime.datetime),
    "pending": Key(Coalesce("pending_until", Value(_AFTER_ALL)), datetime.datetime),
    "closed": Key(Coalesce("closed_at", Value(_BEFORE_ALL)), datetime.datetime),
    "contact": Key(Coalesce("last_customer_contact_at", Value(_BEFORE_ALL)), datetime.datetime),
    "articles": Key(F("article_count"), int),
}


@dataclass(frozen=True, slots=True)
class Grouping:
    """Tickets of one group stand together under a heading: `of` gives what tells groups apart, and the heading."""

    label: str | Promise
    keys: tuple[Key, ...]
    of: Callable[[Line], tuple[object, str]]


def _customer(ticket: Line) -> str:
    """Name and address: two people may have one name."""
    name, email = ticket.customer__name, ticket.customer__email
    return f"{name} · {email}" if name else email


GROUPINGS: dict[str, Grouping] = {
    "group": Grouping(gettext_lazy("Group"), (SORTS["group"],), lambda ticket: (ticket.group_id, ticket.group__name)),
    "owner": Grouping(
        gettext_lazy("Owner"),
        (SORTS["owner"], Key(Coalesce("owner_id", Value(0)), int)),
        lambda ticket: (ticket.owner_id, ticket.owner or capfirst(_("nobody"))),
    ),
    "state": Grouping(
        gettext_lazy("State"),
        (SORTS["state"],),
        lambda ticket: (ticket.state, capfirst(str(TicketState(ticket.state).label))),
    ),
    "priority": Grouping(
        gettext_lazy("Priority"),
        (replace(SORTS["priority"], descending=True),),
        lambda ticket: (ticket.priority, capfirst(str(Priority(ticket.priority).label))),
    ),
    "customer": Grouping(
        gettext_lazy("Customer"),
        (SORTS["customer"], Key(F("customer_id"), int)),
        lambda ticket: (ticket.customer_id, _customer(ticket)),
    ),
    "organisation": Grouping(
        gettext_lazy("Organisation"),
        (SORTS["organisation"],),
        lambda ticket: (ticket.organisation_id, ticket.organisation__name or _("without an organisation")),
    ),
}


def keys_for(sort: str, group_by: str) -> list[Key]:
    """Return the keys of a list that is sorted by `sort` ("-title": backwards) within groups; unknown names count for
    nothing."""
    grouping = GROUPINGS.get(group_by)
    name = sort if sort.removeprefix("-") in SORTS else USUAL
    key = replace(SORTS[name.removeprefix("-")], descending=name.startswith("-"))
    return [*(grouping.keys if grouping else ()), key]
