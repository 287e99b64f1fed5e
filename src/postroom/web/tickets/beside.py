"""What stands beside a ticket: the tickets it is linked to, and its customer's others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from postroom.models import LinkKind, Ticket, User
from postroom.tickets.access import visible_tickets

_OTHERS = 8
_OTHER, _NORMAL, _PARENT, _CHILD = "other", "normal", "parent", "child"
RELATIONS: dict[str, str | Promise] = {
    _PARENT: _("parent"),
    _CHILD: _("child"),
    _NORMAL: _("belongs together"),
}


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked ticket; `relation` is what it is to the one that is looked at."""

    ticket: Ticket
    relation: str | Promise


@dataclass(frozen=True, slots=True)
class Beside:
    """Linked tickets, parents first; the customer's other tickets, newest first."""

    linked: list[Linked]
    others: list[Ticket]


def beside(ticket: Ticket, user: User) -> Beside:
    """Return what `user` may read of them. One statement."""
    readable = visible_tickets(user).only("number", "title", "state", "created_at")
    above = _as(readable.filter(links_from__target=ticket), "links_from__kind", _PARENT)
    below = _as(readable.filter(links_to__source=ticket), "links_to__kind", _CHILD)
    of_customer = readable.filter(customer=ticket.customer).exclude(pk=ticket.pk).order_by("-created_at")[:_OTHERS]
    others = of_customer.annotate(relation=Value(_OTHER, output_field=CharField()))
    found = list(others.union(above, below, all=True))
    return Beside(_linked(found), [row for row in found if _relation(row) == _OTHER])


def _as(linked: QuerySet[Ticket], kind: str, directed: str) -> QuerySet[Ticket]:
    """Say of linked tickets what they are; a link without a direction is the same from either side."""
    relation = Case(
        When(**{kind: LinkKind.PARENT}, then=Value(directed)), default=Value(_NORMAL), output_field=CharField()
    )
    return linked.annotate(relation=relation).order_by()


def _linked(found: Iterable[Ticket]) -> list[Linked]:
    order = list(RELATIONS)
    rows = [row for row in found if _relation(row) in RELATIONS]
    rows.sort(key=lambda row: (order.index(_relation(row)), row.pk))
    return [Linked(row, RELATIONS[_relation(row)]) for row in rows]


def _relation(row: Ticket) -> str:
    return str(row.__dict__["relation"])
