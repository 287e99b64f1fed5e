"""Finding what an address names, for whom it is: everything else is a page that does not exist."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.expressions import BaseExpression
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from postroom.models import Article, Event, Follow, Level, Outbound, Ticket
from postroom.tickets.access import visible_articles, visible_tickets
from postroom.web.access import signed_in

_WITH = (
    "group__email_address__channel",
    "group__signature",
    "owner__absence__substitute",
    "customer__organisation",
)
"""What nearly every ticket has. The one that it was merged into, or that its mail names, is read where it is shown."""


def ticket_of(
    request: HttpRequest, pk: int, level: Level = Level.READ, along: Mapping[str, BaseExpression] | None = None
) -> Ticket:
    """Return the ticket if the person has `level` on it, with `newest_event`, the id of the last thing that
    happened, and `followed`, whether the person follows it.

    Raises Http404.
    """
    newest = Event.objects.filter(ticket=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    user = signed_in(request)
    followed = Exists(Follow.objects.filter(ticket=OuterRef("pk"), user=user))
    seen = visible_tickets(user, level).annotate(newest_event=Subquery(newest), followed=followed, **(along or {}))
    return get_object_or_404(seen.select_related(*_WITH), pk=pk)


def article_of(request: HttpRequest, pk: int) -> Article:
    """Return the article if the person may read it.

    Raises Http404.
    """
    return get_object_or_404(visible_articles(signed_in(request)).select_related("ticket"), pk=pk)


def outbound_of(request: HttpRequest, pk: int) -> Outbound:
    """Return a mail of a ticket that the person may change.

    Raises Http404.
    """
    changeable = visible_tickets(signed_in(request), Level.CHANGE)
    rows = Outbound.objects.select_related("article__ticket", "email_address__channel")
    return get_object_or_404(rows.filter(article__ticket__in=changeable), pk=pk)
