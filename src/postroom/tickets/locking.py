"""Taking a ticket for change: verbs that change a ticket want one that nobody else changes meanwhile.

The lock lets rows be added that point to the ticket (FOR NO KEY UPDATE; PostgreSQL manual, 13.3.2): the search index
adds some while it holds events that a trigger, which has the ticket, is about to change; both would wait in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable

from postroom.models import Ticket


def locked(pk: int) -> Ticket:
    """Return the ticket, locked until the transaction ends.

    Raises Ticket.DoesNotExist.
    """
    return (
        Ticket.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group__email_address__channel", "customer", "owner")
        .get(pk=pk)
    )


def locked_many(pks: Iterable[int]) -> dict[int, Ticket]:
    """Return tickets by id, locked in the order of their ids so that two such transactions never wait in a circle."""
    rows = Ticket.objects.select_for_update(of=("self",), no_key=True).select_related(
        "group__email_address__channel", "customer", "owner"
    )
    return {ticket.pk: ticket for ticket in rows.filter(pk__in=set(pks)).order_by("pk")}
