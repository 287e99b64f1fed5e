"""What the frame of every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from postroom.models import ChannelHealth, HealthState, User
from postroom.tickets.access import is_administrator
from postroom.tickets.overviews import OVERVIEWS, counts
from postroom.web.appearance import cookies


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what `base.html` needs; nothing here asks the database unless the template does."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"theme": cookies.theme(request)}
    return {
        "theme": user.theme or cookies.theme(request),
        "is_administrator": SimpleLazyObject(lambda: is_administrator(user)),
        "overviews": SimpleLazyObject(lambda: _overviews(user)),
        "failing_channels": SimpleLazyObject(_failing),
    }


def _overviews(user: User) -> list[dict[str, Any]]:
    numbers = counts(user)
    address = reverse("tickets")
    return [
        {"name": item.name, "url": f"{address}?overview={item.slug}", "count": numbers.get(item.slug)}
        for item in OVERVIEWS
    ]


def _failing() -> int:
    return ChannelHealth.objects.filter(state=HealthState.FAILING, channel__active=True).count()
