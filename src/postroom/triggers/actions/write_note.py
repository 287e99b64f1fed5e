"""Add a note: `{"action": "note", "text": "...", "internal": true}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postroom.models import Event, SenderKind, Trigger
from postroom.tickets.act import Act
from postroom.tickets.noting import note
from postroom.tickets.variables import Context, fill_text


def perform(act: Act, _trigger: Trigger, event: Event, action: Mapping[str, Any]) -> None:
    """Write the note with its variables filled."""
    text = fill_text(action["text"], Context(event.ticket, event.article))
    note(act, event.ticket, text, internal=bool(action.get("internal", True)), sender=SenderKind.SYSTEM)
