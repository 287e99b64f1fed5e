"""Change attributes of the ticket: `{"action": "change", "state": "open", "owner": 7, "pending_minutes": 60}`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from postroom.models import EventKind, Group, User
from postroom.sentences import sentence as _
from postroom.tickets.changing import ChangeRefused, change
from postroom.triggers.occasion import Occasion

_PLAIN = ("state", "priority", "title")


ME = "me"
"""As owner: who runs the macro."""


def perform(occasion: Occasion, action: Mapping[str, Any]) -> None:
    """Set what the action names; a change that is refused is noted in the history with its reason."""
    try:
        change_or_refuse(occasion, action)
    except ChangeRefused as refused:
        act = occasion.act
        reason = _("%(trigger)s: %(reason)s", trigger=act.reason, reason=refused.sentence)
        act.but(reason=reason).record(occasion.ticket, EventKind.CHANGED)


def change_or_refuse(occasion: Occasion, action: Mapping[str, Any]) -> None:
    """Set what the action names.

    Raises ChangeRefused, with nothing changed.
    """
    wanted = {name: action[name] for name in _PLAIN if name in action}
    if "group" in action:
        wanted["group"] = Group.objects.get(pk=action["group"])
    if "owner" in action:
        wanted["owner"] = _owner(occasion, action["owner"])
    if "pending_minutes" in action:
        wanted["pending_until"] = occasion.act.at + datetime.timedelta(minutes=float(action["pending_minutes"]))
    change(occasion.act, occasion.ticket, **wanted)


def _owner(occasion: Occasion, wanted: int | str | None) -> User | None:
    if wanted == ME:
        return occasion.act.by
    return User.objects.filter(pk=wanted).first() if wanted else None
