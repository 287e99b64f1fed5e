"""What the rules know of a mail and what they decide: values, no models."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import Any, Self

from postroom.configuration import Configuration
from postroom.intake.filters.values import FilterFacts
from postroom.mail.outside.values import Fault, Issue
from postroom.mail.values import Address, InboundMail
from postroom.models import Hint, SenderKind
from postroom.sentences import made_of


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """A ticket that a mail names, already followed to where it was merged into."""

    id: int
    number: str
    state: str
    closed_at: datetime.datetime | None
    follow_up: str
    """A value of `models.groups.FollowUp`."""
    follow_up_days: int
    customer_email: str
    shared_organisation_id: int | None
    """The customer's organisation, where its members see each other's tickets."""
    participants: frozenset[str] = frozenset()
    """Lower-case addresses that took part so far."""


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article that a mail refers to by Message-ID."""

    ticket: KnownTicket
    internal: bool
    automatic: bool
    """We sent it, and no person wrote it."""


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """The channel the mail came by."""

    id: int
    group_id: int
    trusted: bool
    archive_before: datetime.datetime | None
    """None where old mail is not archived."""
    archive_state: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a rule may look at."""

    mail: InboundMail
    received: datetime.datetime
    """When the mail arrived: by the server's clock, else by its own date, else now."""
    channel: ChannelFacts
    settings: Configuration
    own_addresses: frozenset[str]
    agents: frozenset[str]
    """Lower-case addresses among the mail's senders that belong to agents."""
    sender_id: int | None = None
    sender_organisation_id: int | None = None
    is_own: bool = False
    """Its Message-ID is one that we gave."""
    is_verify: bool = False
    """It is the test mail of a probe, and fresh."""
    referenced: tuple[KnownArticle, ...] = ()
    """What its References and In-Reply-To name, nearest first; for a bounce what bounced comes first."""
    numbered: tuple[KnownTicket, ...] = ()
    """What the marks in its subject name, in order."""
    size: int = 0
    """In bytes, as it was on the server."""
    fault: Fault | None = None
    """What a monitoring system reports by it."""
    issue: Issue | None = None
    """What a tracker writes about in it."""
    matters: tuple[tuple[str, str], ...] = ()
    """System and key of fault and issue (`mail.outside.read.keys_of`)."""
    of_matter: KnownTicket | None = None
    """The newest ticket about that fault or issue."""
    filters: tuple[FilterFacts, ...] = ()
    """The administrator's active filters, in their order."""

    @property
    def from_email(self) -> str:
        """The sender's address in lower case."""
        return self.mail.from_.email.lower()


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of the mail; each rule hands on a changed copy."""

    customer: Address
    at: datetime.datetime
    group_id: int
    ignore: bool = False
    follow_up_of: KnownTicket | None = None
    wakes: bool = True
    hint: Hint | None = None
    hinted: KnownTicket | None = None
    sender: SenderKind = SenderKind.CUSTOMER
    internal: bool = False
    silent: bool = False
    may_answer: bool = True
    ticket: dict[str, Any] = field(default_factory=dict)
    """Attributes for a new ticket: state, priority, owner_id, title, pending_until."""
    tags: tuple[str, ...] = ()
    matters: tuple[tuple[str, str], ...] = ()
    """What the ticket is about in other systems: from now on their mails find it."""
    change: dict[str, Any] = field(default_factory=dict)
    """Attributes that the ticket of a follow-up gets: state, priority, group_id, owner_id, title, tags, ..."""

    def but(self, **changes: Any) -> Self:
        """Return a copy with `changes`."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Said:
    """A line of "why did this mail become this ticket?"."""

    rule: str
    hit: bool
    because: str
    """A sentence (`postroom.sentences`), or words of a mail or a person that no language changes."""

    def stored(self) -> dict[str, Any]:
        """Return the line as it stands in `Inbound.trace`; `made_of` is there where the words alone do not say it."""
        line: dict[str, Any] = {"rule": self.rule, "hit": self.hit, "because": str(self.because)}
        parts = made_of(self.because)
        return {**line, "made_of": parts} if parts else line


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule said. `decision` is None where it did not hit; `because` says why in either case."""

    because: str
    decision: Decision | None = None
    steps: tuple[Said, ...] = ()
    """What its parts said, for a rule that has parts."""


def miss(because: str = "") -> Verdict:
    """Return a verdict that changes nothing."""
    return Verdict(because)
