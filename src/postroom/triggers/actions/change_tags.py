"""Add and remove tags: `{"action": "tags", "add": ["vip"], "remove": ["new"]}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postroom.models import Event, Trigger
from postroom.tickets.act import Act
from postroom.tickets.changing import change


def perform(act: Act, _trigger: Trigger, event: Event, action: Mapping[str, Any]) -> None:
    """Change the ticket's tags."""
    tags = (set(event.ticket.tags) | set(action.get("add", []))) - set(action.get("remove", []))
    change(act, event.ticket, tags=sorted(tags))
