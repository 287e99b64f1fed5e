"""Change attributes of the ticket: `{"action": "change", "state": "open", "owner": 7, "pending_minutes": 60}`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from postroom.models import Event, EventKind, Group, Trigger, User
from postroom.tickets.act import Act
from postroom.tickets.changing import ChangeRefused, change

_PLAIN = ("state", "priority", "title")


def perform(act: Act, _trigger: Trigger, event: Event, action: Mapping[str, Any]) -> None:
    """Set what the action names; a change that is refused is noted in the history with its reason."""
    wanted = {name: action[name] for name in _PLAIN if name in action}
    if "group" in action:
        wanted["group"] = Group.objects.get(pk=action["group"])
    if "owner" in action:
        wanted["owner"] = User.objects.filter(pk=action["owner"]).first() if action["owner"] else None
    if "pending_minutes" in action:
        wanted["pending_until"] = act.at + datetime.timedelta(minutes=float(action["pending_minutes"]))
    try:
        change(act, event.ticket, **wanted)
    except ChangeRefused as refused:
        act.but(reason=f"{act.reason}: {refused}").record(event.ticket, EventKind.CHANGED)
