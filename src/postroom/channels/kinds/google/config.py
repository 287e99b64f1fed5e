"""The settings of a Google mailbox as values, and as the JSON in `Channel.inbound` and `Channel.outbound`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self

from postroom.models import Account, Channel, ChannelDraft, OAuthGrant

KIND: Final = "google"
"""What `Channel.kind` holds."""


@dataclass(frozen=True, slots=True)
class Config:
    """Both directions: whose grant opens which mailbox. It is always the mailbox of whoever signed in."""

    grant: int
    mailbox: str

    def to_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return {"grant": self.grant, "mailbox": self.mailbox}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(stored["grant"], stored["mailbox"])


def config_of(account: Account) -> Config:
    """Return how mail comes and goes: by one token, from one mailbox."""
    return Config.from_json(account.inbound)


def use_grant(account: Account, grant: OAuthGrant) -> None:
    """Let the account read and send by `grant`, unsaved."""
    account.inbound = account.outbound = Config(grant.pk, grant.email).to_json()


def follow(channel: Channel, grant: OAuthGrant) -> None:
    """Let a channel read its mailbox by the name it has now: Google knows people by a number."""
    if config_of(channel).mailbox != grant.email:
        use_grant(channel, grant)
        channel.save(update_fields=["inbound", "outbound"])


def fill_draft(draft: ChannelDraft, grant: OAuthGrant) -> None:
    """Fill the draft of a new channel, unsaved."""
    use_grant(draft, grant)
    draft.email = draft.name = grant.email
