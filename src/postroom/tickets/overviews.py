"""The standing overviews of the ticket list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from postroom.models import Level, Ticket, TicketState, User
from postroom.models.tickets import OPEN_STATES, PENDING_STATES
from postroom.tickets.access import visible_tickets

_WORK = (TicketState.NEW, TicketState.OPEN)


@dataclass(frozen=True, slots=True)
class Overview:
    """A list of tickets under a name; `condition` gives what it holds for somebody."""

    slug: str
    name: str | Promise
    condition: Callable[[User], Q]


def _reached() -> Q:
    return Q(state__in=PENDING_STATES, pending_until__lte=timezone.now())


OVERVIEWS: tuple[Overview, ...] = (
    Overview("mine", _("My open tickets"), lambda user: Q(owner=user) & (Q(state__in=_WORK) | _reached())),
    Overview("unassigned", _("Unassigned and open"), lambda _user: Q(owner=None, state__in=_WORK)),
    Overview("open", _("All open"), lambda _user: Q(state__in=_WORK) | _reached()),
    Overview("pending", _("Pending"), lambda _user: Q(state__in=PENDING_STATES)),
    Overview("all", _("All tickets"), lambda _user: ~Q(state=TicketState.MERGED)),
)
BY_SLUG = {overview.slug: overview for overview in OVERVIEWS}


def tickets_in(overview: Overview, user: User) -> QuerySet[Ticket]:
    """Return the tickets of the overview that `user` may list."""
    return visible_tickets(user, Level.OVERVIEW).filter(overview.condition(user))


def counts(user: User) -> dict[str, int]:
    """Return how many tickets each overview of open tickets holds for `user`, by slug, in one statement."""
    counted = [overview for overview in OVERVIEWS if overview.slug != "all"]
    totals = {item.slug: Count("pk", filter=item.condition(user)) for item in counted}
    return visible_tickets(user, Level.OVERVIEW).filter(state__in=OPEN_STATES).aggregate(**totals)
