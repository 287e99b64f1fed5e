"""Add a note: `{"action": "note", "text": "...", "internal": true}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postroom.models import SenderKind
from postroom.tickets.noting import note
from postroom.tickets.variables import Context, fill_text
from postroom.triggers.occasion import Occasion


def perform(occasion: Occasion, action: Mapping[str, Any]) -> None:
    """Write the note with its variables filled."""
    agent = occasion.act.by
    text = fill_text(action["text"], Context(occasion.ticket, occasion.event.article, agent))
    sender = SenderKind.AGENT if agent else SenderKind.SYSTEM
    note(occasion.act, occasion.ticket, text, internal=bool(action.get("internal", True)), sender=sender)
