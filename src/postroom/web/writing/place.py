"""Where a request of the editor comes from, if the person may write there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, QueryDict

from postroom.models import DraftKind, Level
from postroom.tickets.unsent import Place
from postroom.web.access import signed_in
from postroom.web.tickets.finding import ticket_of


def place_of(request: HttpRequest, data: QueryDict) -> Place:
    """Return the place that `data` names by ticket, kind and article.

    Raises Http404 where there is no such place for this person.
    """
    kind = data.get("kind", "")
    if kind not in DraftKind.values:
        raise Http404
    if kind == DraftKind.NEW:
        return Place(signed_in(request), None, kind)
    ticket = ticket_of(request, number(data.get("ticket")), Level.CHANGE)
    article = ticket.articles.filter(pk=number(data.get("article"))).first() if data.get("article") else None
    return Place(signed_in(request), ticket, kind, article)


def number(text: str | None) -> int:
    """Return a key that an address or form names.

    Raises Http404.
    """
    if not text or not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)
