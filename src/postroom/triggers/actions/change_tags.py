"""Add and remove tags: `{"action": "tags", "add": ["vip"], "remove": ["new"]}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postroom.tickets.changing import change
from postroom.triggers.occasion import Occasion


def perform(occasion: Occasion, action: Mapping[str, Any]) -> None:
    """Change the ticket's tags."""
    tags = (set(occasion.ticket.tags) | set(action.get("add", []))) - set(action.get("remove", []))
    change(occasion.act, occasion.ticket, tags=sorted(tags))
