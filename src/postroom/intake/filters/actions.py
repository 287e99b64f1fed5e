"""What a filter that hits sets: `{"group": 3, "title": "Order #{capture.number}", "tags": ["shop"], ...}`.

Names: group, owner (ids, or text with captured values: a group's name, an agent's address), priority (1 to 3, or a
word), state, pending_minutes, title, customer (an address), tags, internal, discard.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from postroom.intake.decision import Decision
from postroom.intake.filters.values import FilterFacts
from postroom.intake.priorities import PRIORITIES
from postroom.mail.address_text import addresses_of_text
from postroom.models import Priority
from postroom.sentences import Sentence, joined
from postroom.sentences import sentence as _

_CAPTURE = re.compile(r"#\{capture\.([A-Za-z_]\w{0,60})\}")
_LONGEST_TITLE = 300
_LONGEST_TAG = 100


def applied(item: FilterFacts, captures: Mapping[str, str], decision: Decision) -> tuple[Decision, Sentence]:
    """Return what `item` makes of `decision`, and in words what it set."""
    wanted = item.for_follow_up if decision.follow_up_of is not None else item.for_new
    if wanted.get("discard"):
        return decision.but(ignore=True), _("discarded")
    set_, words = attributes(wanted, item, captures, decision.at)
    if decision.silent:
        # What is only kept must not become work.
        set_ = {name: value for name, value in set_.items() if name not in ("state", "pending_until")}
    decision = decision.but(internal=decision.internal or bool(wanted.get("internal")))
    if decision.follow_up_of is not None:
        return decision.but(change=_joined(decision.change, set_)), words
    return _for_new(decision, set_), words


def attributes(
    wanted: Mapping[str, Any], item: FilterFacts, captures: Mapping[str, str], at: datetime.datetime
) -> tuple[dict[str, Any], Sentence]:
    """Return the attributes to set, captured values filled in, and each in words."""
    set_: dict[str, Any] = {}
    words: list[str] = [f"{name}: {text}" for name, text in captures.items()]
    for name, read in _READERS.items():
        if name not in wanted:
            continue
        wish = filled(wanted[name], captures)
        value = read(wish, item, at)
        if value is None:
            words.append(_unknown(_NAMES[name], str(wish)))
        else:
            set_[_COLUMNS.get(name, name)] = value
            words.append(_("%(attribute)s = %(value)s", attribute=_NAMES[name], value=str(wish)))
    return set_, joined(words)


def _unknown(attribute: Sentence, value: str) -> Sentence:
    return _("%(attribute)s: “%(value)s” is unknown, so it is left as it is", attribute=attribute, value=value)


def filled(value: Any, captures: Mapping[str, str]) -> Any:
    """Return `value` with captured values in its texts; what was not captured is empty."""
    if isinstance(value, list):
        return [filled(part, captures) for part in value]
    return _CAPTURE.sub(lambda match: captures.get(match[1], ""), value) if isinstance(value, str) else value


def _for_new(decision: Decision, set_: dict[str, Any]) -> Decision:
    rest = dict(set_)
    return decision.but(
        group_id=rest.pop("group_id", decision.group_id),
        customer=rest.pop("customer", decision.customer),
        tags=(*decision.tags, *rest.pop("tags", ())),
        ticket={**decision.ticket, **rest},
    )


def _joined(before: dict[str, Any], set_: dict[str, Any]) -> dict[str, Any]:
    """Tags add up; of everything else the last filter's counts."""
    tags = (*before.get("tags", ()), *set_.get("tags", ()))
    return {**before, **set_, **({"tags": tags} if tags else {})}


def _group(value: Any, item: FilterFacts, _at: datetime.datetime) -> int | None:
    return value if isinstance(value, int) else item.groups.get(str(value).strip().lower())


def _owner(value: Any, item: FilterFacts, _at: datetime.datetime) -> int | None:
    return value if isinstance(value, int) else item.agents.get(str(value).strip().lower())


def _priority(value: Any, _item: FilterFacts, _at: datetime.datetime) -> Priority | None:
    number = PRIORITIES.get(str(value).strip().lower())
    return Priority(number) if number else None


def _text(value: Any, _item: FilterFacts, _at: datetime.datetime) -> str | None:
    return str(value).strip()[:_LONGEST_TITLE] or None


def _pending(value: Any, _item: FilterFacts, at: datetime.datetime) -> datetime.datetime:
    return at + datetime.timedelta(minutes=float(value))


def _customer(value: Any, _item: FilterFacts, _at: datetime.datetime) -> Any:
    return next((address for address in addresses_of_text(str(value)) if "@" in address.email), None)


def _tags(value: Any, _item: FilterFacts, _at: datetime.datetime) -> tuple[str, ...]:
    return tuple(tag.strip()[:_LONGEST_TAG] for tag in value if tag.strip())


_Read = Callable[[Any, FilterFacts, datetime.datetime], Any]
_READERS: dict[str, _Read] = {
    "group": _group,
    "owner": _owner,
    "priority": _priority,
    "state": _text,
    "pending_minutes": _pending,
    "title": _text,
    "customer": _customer,
    "tags": _tags,
}
_NAMES = {
    "group": _("group"),
    "owner": _("owner"),
    "priority": _("priority"),
    "state": _("state"),
    "pending_minutes": _("minutes to wait"),
    "title": _("title"),
    "customer": _("customer"),
    "tags": _("tags"),
}
_COLUMNS = {"group": "group_id", "owner": "owner_id", "pending_minutes": "pending_until"}
