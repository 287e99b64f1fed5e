"""From ticket to ticket in the order of the list one came from.

The browser remembers the list it showed last, in a signed cookie: its address and the tickets of its page. So nothing
is asked of the database for it, the order holds while tickets change under one's hands, and no script is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from postroom.web.access import signed_in

COOKIE = "postroom_list"
_SALT = "postroom.list.1"
"""Another number where `Listed` changes: cookies outlive an update."""
_LARGEST = 3_500
"""Characters: browsers promise 4096 bytes for a cookie with its name and attributes (RFC 6265, 6.1)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it was shown."""

    page: str
    """The name of its address."""
    query: str
    tickets: Sequence[int]
    before: int
    """How many tickets are on the pages before this one."""
    number: str
    """Of all its tickets, as it is read; such as “999+”."""
    previous: str = ""
    """The query of the page before, empty where there is none; so is `next`."""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket stands in the list, and addresses of what is around it; empty where there is nothing."""

    position: int
    number: str
    back: str
    previous: str
    next: str


def remember(request: HttpRequest, response: HttpResponse, listed: Listed) -> None:
    """Let the browser know the list until it is closed; one that is too large for it is not kept."""
    value = signing.dumps([signed_in(request).pk, asdict(listed)], salt=_SALT, compress=True)
    if len(value) <= _LARGEST:
        response.set_cookie(COOKIE, value, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")


def remembered(request: HttpRequest) -> Listed | None:
    """Return the list that was shown last to whoever asks."""
    try:
        whose, values = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return Listed(**values) if whose == signed_in(request).pk else None


def place_of(request: HttpRequest, ticket: int) -> Place | None:
    """Return where the ticket stands in the list that was shown last; None where it was not in it."""
    listed = remembered(request)
    if listed is None or ticket not in listed.tickets:
        return None
    here = listed.tickets.index(ticket)
    around = [_page(listed, listed.previous), *(_ticket(pk) for pk in listed.tickets), _page(listed, listed.next)]
    return Place(
        position=listed.before + here + 1,
        number=listed.number,
        back=_page(listed, listed.query),
        previous=around[here],
        next=around[here + 2],
    )


def _ticket(pk: int) -> str:
    return reverse("ticket", args=[pk])


def _page(listed: Listed, query: str) -> str:
    return f"{reverse(listed.page)}?{query}" if query else ""
