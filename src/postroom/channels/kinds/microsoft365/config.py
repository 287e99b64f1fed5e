"""The settings of a Microsoft 365 mailbox as values, and as the JSON in `Channel.inbound` and `Channel.outbound`."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import Any, Self

from postroom.models import Account, ChannelDraft, OAuthGrant


class Way(enum.StrEnum):
    """By which protocol mail comes or goes."""

    IMAP = "imap"
    SMTP = "smtp"


@dataclass(frozen=True, slots=True)
class Config:
    """One direction: the way, whose grant opens it, and which mailbox.

    `shared` means that the mailbox is not the signed-in person's own: they are its delegate.
    """

    way: Way
    grant: int
    mailbox: str
    shared: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return {**dataclasses.asdict(self), "way": self.way.value}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(Way(stored["way"]), stored["grant"], stored["mailbox"], stored.get("shared", False))


def inbound_of(account: Account) -> Config:
    """Return how mail comes."""
    return Config.from_json(account.inbound)


def outbound_of(account: Account) -> Config:
    """Return how mail goes."""
    return Config.from_json(account.outbound)


def use_grant(account: Account, grant: OAuthGrant, mailbox: str) -> None:
    """Let the account read and send by `grant`, unsaved; `mailbox` is a shared one, or empty for the person's own."""
    address, shared = mailbox or grant.email, bool(mailbox)
    account.inbound = Config(Way.IMAP, grant.pk, address, shared).to_json()
    account.outbound = Config(Way.SMTP, grant.pk, address, shared).to_json()


def fill_draft(draft: ChannelDraft, grant: OAuthGrant, mailbox: str) -> None:
    """Fill the draft of a new channel, unsaved."""
    use_grant(draft, grant, mailbox)
    draft.email = draft.name = mailbox or grant.email
