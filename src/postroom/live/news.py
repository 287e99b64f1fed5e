"""What is announced: ids and nothing else. Who hears of it fetches the page again, which looks at their rights."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

CHANNEL = "postroom_live"
LONGEST = 7900
"""Bytes of one announcement: PostgreSQL takes less than 8000 (NOTIFY, "payload")."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A ticket to which something happened, and by whom: 0 where no person did it."""

    ticket: int
    group: int
    actor: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """What happened in one transaction."""

    tickets: frozenset[Touched] = frozenset()
    groups: frozenset[int] = frozenset()
    """Groups in whose lists something changed, without a word of which ticket: it is theirs no longer."""
    present: frozenset[Touched] = frozenset()
    """Tickets that somebody came to, left, or began to write in."""
    users: frozenset[int] = frozenset()
    """Who has a new notification, or read one."""
    rights: bool = False
    """Rights, roles or sessions changed: every listener is to be looked at again."""
    everything: bool = False
    """News may have been missed, or were too many to name."""

    def encoded(self) -> str:
        """Return the announcement; where it would be too long, one that says less and means more."""
        text = json.dumps(self._plain(), separators=(",", ":"))
        if len(text) <= LONGEST:
            return text
        groups = self.groups | {touched.group for touched in (*self.tickets, *self.present)}
        shorter = News(groups=groups, users=self.users, rights=self.rights)
        text = json.dumps(shorter._plain(), separators=(",", ":"))
        return text if len(text) <= LONGEST else '{"everything":true}'

    def _plain(self) -> dict[str, object]:
        values: dict[str, object] = {
            "tickets": [[item.ticket, item.group, item.actor] for item in self.tickets],
            "groups": sorted(self.groups),
            "present": [[item.ticket, item.group, item.actor] for item in self.present],
            "users": sorted(self.users),
            "rights": self.rights,
            "everything": self.everything,
        }
        return {name: value for name, value in values.items() if value}

    @classmethod
    def decoded(cls, text: str) -> Self:
        """Return what was announced; what is not understood (another version's) counts as everything."""
        try:
            values = json.loads(text)
            return cls(
                tickets=_touched(values.get("tickets", ())),
                groups=frozenset(values.get("groups", ())),
                present=_touched(values.get("present", ())),
                users=frozenset(values.get("users", ())),
                rights=bool(values.get("rights")),
                everything=bool(values.get("everything")),
            )
        except (ValueError, TypeError, AttributeError):
            return cls(everything=True)


EVERYTHING = News(everything=True)


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who listens, with the groups whose tickets they may see."""

    user: int
    groups: frozenset[int] = field(default_factory=frozenset)

    def hears(self, news: Iterable[News]) -> dict[str, object]:
        """Return what is for this person, as their page gets it; empty: nothing."""
        heard = list(news)
        touched = [item for one in heard for item in one.tickets if item.group in self.groups]
        values: dict[str, object] = {
            "tickets": sorted({item.ticket for item in touched if item.actor != self.user}),
            "own": sorted({item.ticket for item in touched if item.actor == self.user}),
            "lists": bool(touched) or any(one.groups & self.groups for one in heard),
            "presence": sorted({item.ticket for one in heard for item in one.present if item.group in self.groups}),
            "notifications": any(self.user in one.users for one in heard),
            "all": any(one.everything for one in heard),
        }
        return {name: value for name, value in values.items() if value}


def _touched(rows: Iterable[tuple[int, int, int]]) -> frozenset[Touched]:
    return frozenset(Touched(ticket, group, actor) for ticket, group, actor in rows)
