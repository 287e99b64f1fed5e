"""The overviews in the navigation, with how many tickets each holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format

from postroom.models import User
from postroom.tickets.counting import MOST
from postroom.tickets.overviews import Overview, counts, overviews_for


def navigation(user: User) -> list[dict[str, Any]]:
    """Return the links for `user`. Two statements, however many overviews there are."""
    offered = overviews_for(user)
    return links(offered, counts(user, offered))


def links(offered: Iterable[Overview], numbers: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """Return what the navigation shows: name, address, number; none where an overview is not counted."""
    return [
        {"name": item.name, "url": address_of(item.slug), "count": spoken(numbers.get(item.slug, 0))}
        for item in offered
    ]


def address_of(slug: str) -> str:
    """Return the address of an overview's list."""
    return f"{reverse('tickets')}?overview={slug}"


def spoken(number: int | None) -> str:
    """Return a capped number as it is read: 12, or 999+; empty for none at all, dots for one that is not known."""
    if number is None:
        return "…"
    if not number:
        return ""
    return f"{number_format(MOST)}+" if number > MOST else str(number_format(number))
