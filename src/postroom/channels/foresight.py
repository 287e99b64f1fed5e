"""What will happen to the mail that already lies in a mailbox, told before it happens."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime

from postroom.models import AfterImport, ChannelDraft


@dataclass(frozen=True, slots=True)
class Found:
    """What lay in the folder."""

    count: int = 0
    unread: int = 0
    oldest: datetime.datetime | None = None
    newest: datetime.datetime | None = None

    @classmethod
    def of(cls, draft: ChannelDraft) -> Found:
        """Read what the survey of the draft's folder stored; nothing where another folder was looked into."""
        stored = draft.survey
        if not stored or stored.get("folder") != draft.folder:
            return cls()
        return cls(stored["count"], stored["unread"], _time(stored.get("oldest")), _time(stored.get("newest")))


@dataclass(frozen=True, slots=True)
class Choices:
    """What an administrator decided about it."""

    after_import: str
    archive: bool
    archive_before: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Foresight:
    """What follows from it. What is True here has to be confirmed."""

    deletes: bool
    """Mail disappears from the mailbox."""
    answers_all: bool
    """All mail that lies there counts as new: its senders get the automatic reply."""
    answers_some: bool
    """Some of it is newer than the cut-off and counts as new."""

    @property
    def answers(self) -> bool:
        """Whether mail that lies there is answered automatically."""
        return self.answers_all or self.answers_some


def foresee(found: Found, choices: Choices) -> Foresight:
    """Return what importing `found` with `choices` will do."""
    before = choices.archive_before if choices.archive else None
    some_newer = before is not None and found.newest is not None and found.newest >= before
    all_newer = before is None or (found.oldest is not None and found.oldest >= before)
    return Foresight(
        deletes=choices.after_import == AfterImport.DELETE,
        answers_all=found.count > 0 and all_newer,
        answers_some=found.count > 0 and some_newer and not all_newer,
    )


def _time(text: str | None) -> datetime.datetime | None:
    return parse_datetime(text) if text else None
