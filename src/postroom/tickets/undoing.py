"""Taking back what was done: exactly what it changed, and only where nobody has changed it since."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from postroom.models import EventKind, Group, Level, Ticket, Undoable, UndoKind, User
from postroom.tickets.access import group_ids
from postroom.tickets.act import Act
from postroom.tickets.blocking import unblock_senders
from postroom.tickets.changing import CHANGEABLE, plain
from postroom.tickets.locking import locked_many
from postroom.tickets.merging import MergeRefused, unmerge
from postroom.tickets.undoables import recent, remember

_REFERENCES = {"group": Group, "owner": User, "customer": User}


@dataclass(slots=True)
class Undone:
    """How many tickets are as they were, and sentences about those that are not."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Changed:
    """What one doing changed of one ticket: {field: [before, after]}, and when it was closed before and after."""

    ticket_id: int
    changes: Mapping[str, Any]
    closed_at: Sequence[str | None]


def changed(ticket: Ticket, changes: Mapping[str, Any], closed_before: datetime.datetime | None) -> Changed:
    """Return what `tickets.changing.change` did to `ticket`, to be kept."""
    return Changed(ticket.pk, dict(changes), [plain(closed_before), plain(ticket.closed_at)])


def standing(ticket: Ticket) -> dict[str, Any]:
    """Return what can be changed of `ticket` as it stands now."""
    names = (f"{name}_id" if name in _REFERENCES else name for name in CHANGEABLE)
    return dict(zip(CHANGEABLE, (plain(getattr(ticket, name)) for name in names), strict=True))


def changed_since(ticket: Ticket, before: Mapping[str, Any], closed_before: datetime.datetime | None) -> Changed:
    """Return what became of `ticket` since it stood as `before` says."""
    now = standing(ticket)
    changes = {name: [before[name], now[name]] for name in CHANGEABLE if before[name] != now[name]}
    return changed(ticket, changes, closed_before)


def keep(by: User, done: Iterable[Changed]) -> Undoable | None:
    """Keep changes so that `by` can take them back; None where nothing changed."""
    tickets = [stored(row) for row in done if row.changes]
    if not tickets:
        return None
    return remember(by, UndoKind.CHANGE, {"tickets": tickets})


def take_back(act: Act, user: User, pk: int) -> Undone | None:
    """Take back one of the user's own doings; None where there is none (any more).

    Whoever asks first does it: the row is locked, and the second finds it done.
    """
    entry = recent(user).select_for_update().filter(pk=pk).first()
    if entry is None:
        return None
    entry.undone_at = act.at
    entry.save(update_fields=["undone_at"])
    if entry.kind == UndoKind.MERGE:
        return _separate(act, user, entry.payload)
    if entry.kind == UndoKind.SPAM and entry.payload["blocked"]:
        unblock_senders([entry.payload["blocked"]])
    return restore_all(act, user, entry.payload["tickets"])


def restore_all(act: Act, user: User, kept: Sequence[Mapping[str, Any]]) -> Undone:
    """Put back what `kept` says of each ticket."""
    tickets = locked_many(row["ticket_id"] for row in kept)
    changeable, undone = group_ids(user, Level.CHANGE), Undone()
    for row in kept:
        ticket = tickets.get(row["ticket_id"])
        if ticket is None:
            continue
        refusal = _refusal(ticket, row["changes"], changeable)
        if refusal:
            undone.refused.append(f"#{ticket.number}: {refusal}")
        else:
            _restore(act, ticket, row)
            undone.done += 1
    return undone


def _refusal(ticket: Ticket, changes: Mapping[str, Any], changeable: set[int]) -> str:
    if changes.get("group", [ticket.group_id])[0] not in changeable:
        return _("you may not change it any more.")
    if any(plain(getattr(ticket, name)) != after for name, (_before, after) in changes.items()):
        return _("it was changed since, and stays as it is.")
    gone = [name for name, (before, _after) in changes.items() if not _is_there(name, before)]
    return _("what it had before does not exist any more.") if gone else ""


def _is_there(name: str, before: Any) -> bool:
    model = _REFERENCES.get(name)
    return model is None or before is None or model._default_manager.filter(pk=before).exists()


def _restore(act: Act, ticket: Ticket, row: Mapping[str, Any]) -> None:
    for name, (before, _after) in row["changes"].items():
        setattr(ticket, f"{name}_id" if name in _REFERENCES else name, _read(name, before))
    if "state" in row["changes"]:
        ticket.closed_at = _read("closed_at", row["closed_at"][0])
    ticket.updated_at = act.at
    ticket.save()
    turned = {name: [after, before] for name, (before, after) in row["changes"].items()}
    act.record(ticket, EventKind.UNDONE, changes=turned)


def _read(name: str, value: Any) -> Any:
    return parse_datetime(value) if name in ("pending_until", "closed_at") and value else value


def stored(row: Changed) -> dict[str, Any]:
    """Return it as `Undoable.payload` holds it."""
    return {"ticket_id": row.ticket_id, "changes": dict(row.changes), "closed_at": list(row.closed_at)}


def _separate(act: Act, user: User, merged: Mapping[str, Any]) -> Undone:
    both = locked_many([merged["source"], merged["target"]])
    source, target = both.get(merged["source"]), both.get(merged["target"])
    if source is None or target is None:
        return Undone(refused=[_("One of the two tickets does not exist any more.")])
    if not {source.group_id, target.group_id} <= group_ids(user, Level.CHANGE):
        return Undone(refused=[_("You may not change both tickets any more.")])
    try:
        unmerge(act, source, target, merged)
    except MergeRefused as refused:
        return Undone(refused=[str(refused)])
    return Undone(done=1)
