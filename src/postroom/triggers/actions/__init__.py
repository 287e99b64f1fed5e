"""The actions of triggers, a line each: `{"action": name, ...its values}` is done by the function of that name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from postroom.triggers.actions import answer, change_tags, change_ticket, send_mail, webhook, write_note
from postroom.triggers.occasion import Occasion

Perform = Callable[[Occasion, Mapping[str, Any]], None]

ACTIONS: dict[str, Perform] = {
    "change": change_ticket.perform,
    "tags": change_tags.perform,
    "mail": send_mail.perform,
    "note": write_note.perform,
    "webhook": webhook.perform,
}

MACRO_ACTIONS: dict[str, Perform] = {
    "change": change_ticket.change_or_refuse,
    "tags": change_tags.perform,
    "note": write_note.perform,
    "answer": answer.perform,
}
"""Those that an agent runs; what is refused is told at once, to undo all of it."""

SCHEDULED_ACTIONS: dict[str, Perform] = {name: ACTIONS[name] for name in ("change", "tags", "mail", "note")}
"""Those of scheduled jobs; a webhook tells of an event, and there is none."""


def perform(occasion: Occasion, action: Mapping[str, Any]) -> None:
    """Do one action on the occasion's ticket."""
    ACTIONS[action["action"]](occasion, action)
