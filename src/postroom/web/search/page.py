"""The search page: as one types with JavaScript, by Enter without."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from postroom.configuration import configuration
from postroom.models import Level, User
from postroom.search.naming import Names
from postroom.search.people import matching_organisations, matching_people, names_asked
from postroom.search.saving import Asked, asked
from postroom.search.syntax import LONGEST, Search, parse
from postroom.tickets.access import group_ids, groups, owners_in, visible_organisations, visible_people, visible_tickets
from postroom.tickets.subjects import numbers_in
from postroom.web.access import agent_required, signed_in
from postroom.web.search.tickets import find_rows
from postroom.web.tickets.going import wants_part
from postroom.web.tickets.walking import Listed, remember, remembered
from postroom.web.triggers.condition_data import ROOT

KINDS = ("tickets", "customers", "organisations")
_MOST_PEOPLE = 50
_NUMBER = re.compile(r"#?\s?(\d{1,40})", re.ASCII)


@require_safe
@agent_required
def search(request: HttpRequest) -> HttpResponse:
    """Show what `q` finds of a `kind`; a ticket's number leads straight to the ticket."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    user = signed_in(request)
    part = wants_part(request)
    ticket = None if part else _named_ticket(user, typed)
    if ticket is not None:
        return redirect("ticket", ticket)
    context = _context(request, user, typed)
    answer = render(request, "search/results.html" if part else "search/search.html", context)
    if "found" in context:
        _remember(request, answer, context, part=part)
    return answer


def _remember(request: HttpRequest, answer: HttpResponse, context: dict[str, Any], *, part: bool) -> None:
    """Let the browser know what was found; what “Show more” brings comes after what is there."""
    query, after = context["best_url" if context["best"] else "newest_url"].removeprefix("?"), "after" in request.GET
    before = remembered(request) if part and after else None
    earlier = before.tickets if before is not None and before.query == query else []
    tickets = [*earlier, *(row.ticket.pk for row in context["found"].rows)]
    more = context["more"].removeprefix("?")
    number = f"{len(tickets)}+" if more else str(len(tickets))
    remember(request, answer, Listed("search", query, tickets, 0, number, next=more))


def _named_ticket(user: User, typed: str) -> int | None:
    """Return the id of the ticket whose number is all that was typed, or stands in it as in a subject."""
    alone = _NUMBER.fullmatch(typed)
    numbers = [alone[1]] if alone else numbers_in(typed, configuration())
    return (
        visible_tickets(user).filter(number__in=numbers[:1]).values_list("pk", flat=True).first() if numbers else None
    )


def _context(request: HttpRequest, user: User, typed: str) -> dict[str, Any]:
    given = request.GET
    kind = given.get("kind", "")
    kind = kind if kind in KINDS else "tickets"
    best = given.get("order") == "best"
    wanted = parse(typed)
    kept = {"q": typed, **({"order": "best"} if best else {})}
    context = {
        "q": typed,
        "kind": kind,
        "kind_is": {name: name == kind for name in KINDS},
        "best": best,
        "hints": wanted.hints,
        "addresses": {name: f"?{urlencode({**kept, 'kind': name})}" for name in KINDS},
        "newest_url": f"?{urlencode({'q': typed})}",
        "best_url": f"?{urlencode({'q': typed, 'order': 'best'})}",
    }
    if not wanted.clauses:
        return context
    return {**context, **(_tickets if kind == "tickets" else _people)(user, wanted, kind, given.get("after", ""), kept)}


def _tickets(user: User, wanted: Search, _kind: str, after: str, kept: dict[str, str]) -> dict[str, Any]:
    asks = asks_of(user, wanted)
    found = find_rows(user, asks, best="order" in kept, after=after)
    more = f"?{urlencode({**kept, 'after': found.next})}" if found.next else ""
    return {"found": found, "unknown": asks.unknown, "more": more, "searched": True, "overview": _as_overview(asks)}


def _as_overview(asks: Asked) -> dict[str, str]:
    """Return what the editor of overviews is sent to begin with these conditions; nothing where a value is unknown."""
    if asks.unknown:
        return {}
    parts = asks.conditions["all"]
    kept = {f"{ROOT}-{number}-json": json.dumps(part) for number, part in enumerate(parts)}
    return {f"{ROOT}-join": "all", f"{ROOT}-count": str(len(parts)), **kept}


def asks_of(user: User, wanted: Search) -> Asked:
    """Return what a person asks for by a search; they may name groups and agents that they know of."""
    return asked(wanted, Names(groups(user, Level.READ), owners_in(group_ids(user, Level.READ))))


def _people(user: User, wanted: Search, kind: str, _after: str, _kept: dict[str, str]) -> dict[str, Any]:
    tsquery = names_asked(wanted)
    people: QuerySet[Any] = User.objects.none()
    if tsquery and kind == "customers":
        people = matching_people(visible_people(user), tsquery).select_related("organisation")
    elif tsquery:
        people = matching_organisations(visible_organisations(user), tsquery)
    found = list(people[: _MOST_PEOPLE + 1])
    return {"people": found[:_MOST_PEOPLE], "too_many": len(found) > _MOST_PEOPLE, "searched": True}
