"""The verb that changes attributes of a ticket."""

from __future__ import annotations

import datetime
from typing import Any

from postroom.models import EventKind, Group, Ticket, TicketState, User
from postroom.models.tickets import PENDING_STATES
from postroom.sentences import sentence as _
from postroom.tickets.access import may_own
from postroom.tickets.act import Act
from postroom.tickets.rows import save
from postroom.told import Refusal

CHANGEABLE = ("title", "group", "owner", "state", "priority", "pending_until", "tags", "customer")


class ChangeRefused(Refusal):  # named like the verbs' other refusals
    """A change that makes no sense; its text is a sentence for the person who asked."""


def change(act: Act, ticket: Ticket, **wanted: Any) -> dict[str, Any]:
    """Set attributes of `CHANGEABLE` and return what changed as {field: [before, after]}.

    Raises ChangeRefused, with nothing changed.
    """
    _check(ticket, wanted)
    changes = {name: _set(ticket, name, value) for name, value in wanted.items() if getattr(ticket, name) != value}
    changes.update(_follow_up(act, ticket, changes))
    if not changes:
        return {}
    ticket.updated_at = act.at
    save(ticket, [*changes, "updated_at", "closed_at", "organisation"])
    act.record(ticket, EventKind.CHANGED, changes=changes)
    return changes


def _check(ticket: Ticket, wanted: dict[str, Any]) -> None:
    unknown = set(wanted) - set(CHANGEABLE)
    if unknown:
        raise ChangeRefused(_("A ticket has no %(names)s to change.", names=", ".join(sorted(unknown))))
    if ticket.state == TicketState.MERGED:
        raise ChangeRefused(_("This ticket was merged into another one. Change that one instead."))
    if not str(wanted.get("title", ticket.title)).strip():
        raise ChangeRefused(_("A ticket needs a title."))
    state = wanted.get("state", ticket.state)
    if state == TicketState.MERGED:
        raise ChangeRefused(_("Use “Merge” to merge a ticket into another one."))
    if state in PENDING_STATES and not wanted.get("pending_until", ticket.pending_until):
        raise ChangeRefused(_("Say until when the ticket is pending."))
    group, owner = wanted.get("group", ticket.group), wanted.get("owner", ticket.owner)
    if "owner" in wanted and owner is not None and not may_own(owner, group):
        raise ChangeRefused(
            _("%(owner)s may not work on tickets of the group %(group)s.", owner=str(owner), group=str(group))
        )


def _set(ticket: Ticket, name: str, value: Any) -> list[Any]:
    before = getattr(ticket, name)
    setattr(ticket, name, sorted(set(value)) if name == "tags" else value)
    return [plain(before), plain(getattr(ticket, name))]


def _follow_up(act: Act, ticket: Ticket, changes: dict[str, Any]) -> dict[str, Any]:
    """What has to change along: no owner who may not own, no date without a pending state, the time of closing."""
    more: dict[str, Any] = {}
    if "group" in changes and ticket.owner and not may_own(ticket.owner, ticket.group):
        more["owner"] = _set(ticket, "owner", None)
    if "state" in changes:
        ticket.closed_at = act.at if ticket.state == TicketState.CLOSED else None
        if ticket.state not in PENDING_STATES and ticket.pending_until:
            more["pending_until"] = _set(ticket, "pending_until", None)
    if "customer" in changes:
        ticket.organisation_id = ticket.customer.organisation_id
    return more


def plain(value: Any) -> Any:
    """Return a value of a ticket as events keep it."""
    if isinstance(value, User | Group):
        return value.pk
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value
