"""The actions of triggers, a line each: `{"action": name, ...its values}` is done by the function of that name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from postroom.models import Event, Trigger
from postroom.tickets.act import Act
from postroom.triggers.actions import change_tags, change_ticket, send_mail, webhook, write_note

Perform = Callable[[Act, Trigger, Event, Mapping[str, Any]], None]

ACTIONS: dict[str, Perform] = {
    "change": change_ticket.perform,
    "tags": change_tags.perform,
    "mail": send_mail.perform,
    "note": write_note.perform,
    "webhook": webhook.perform,
}


def perform(act: Act, trigger: Trigger, event: Event, action: Mapping[str, Any]) -> None:
    """Do one action of `trigger` on the ticket of `event`."""
    ACTIONS[action["action"]](act, trigger, event, action)
