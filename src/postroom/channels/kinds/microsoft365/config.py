"""The settings of a Microsoft 365 mailbox as values, and as the JSON in `Channel.inbound` and `Channel.outbound`."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import Any, Final, Self

from postroom.channels.oauth.resources import GRAPH, MAIL
from postroom.models import Account, ChannelDraft, OAuthApp, OAuthGrant

KIND: Final = "microsoft365"
"""What `Channel.kind` holds."""


class Way(enum.StrEnum):
    """By which protocol mail comes or goes."""

    GRAPH = "graph"
    IMAP = "imap"
    SMTP = "smtp"

    @property
    def resource(self) -> str:
        """For what the token has to be: Graph, or the mail servers."""
        return GRAPH if self is Way.GRAPH else MAIL


@dataclass(frozen=True, slots=True)
class Ways:
    """How mail comes and how it goes; the two need not be the same."""

    receive: Way = Way.GRAPH
    send: Way = Way.GRAPH

    @property
    def resources(self) -> list[str]:
        """What has to be consented to, each once."""
        return list(dict.fromkeys([self.receive.resource, self.send.resource]))

    def to_text(self) -> str:
        """Return such as `graph smtp`."""
        return f"{self.receive} {self.send}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `to_text` wrote."""
        receive, send = text.split()
        return cls(Way(receive), Way(send))


@dataclass(frozen=True, slots=True)
class Config:
    """One direction: the way, who opens it, and which mailbox.

    `shared` means that the mailbox is not the signed-in person's own: they are its delegate. Where an `app` opens it in
    its own name there is no `grant`, and `fence` may be a mailbox that has to stay closed to it.
    """

    way: Way
    grant: int
    mailbox: str
    shared: bool = False
    app: int = 0
    fence: str = ""

    @property
    def own(self) -> bool:
        """Whether it is the mailbox of whoever signed in."""
        return not (self.shared or self.app)

    def to_json(self) -> dict[str, Any]:
        """Return what is stored."""
        place = {"way": self.way.value, "mailbox": self.mailbox}
        if self.app:
            return {**place, "app": self.app, "fence": self.fence}
        return {**place, "grant": self.grant, "shared": self.shared}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        who = {"grant": stored.get("grant", 0), "app": stored.get("app", 0), "fence": stored.get("fence", "")}
        return cls(Way(stored["way"]), mailbox=stored["mailbox"], shared=stored.get("shared", False), **who)


def inbound_of(account: Account) -> Config:
    """Return how mail comes."""
    return Config.from_json(account.inbound)


def outbound_of(account: Account) -> Config:
    """Return how mail goes."""
    return Config.from_json(account.outbound)


def ways_of(account: Account) -> Ways:
    """Return both ways."""
    return Ways(inbound_of(account).way, outbound_of(account).way)


def use_ways(account: Account, ways: Ways) -> None:
    """Let the account read and send by other ways, unsaved; mailbox and grant stay."""
    account.inbound = dataclasses.replace(inbound_of(account), way=ways.receive).to_json()
    account.outbound = dataclasses.replace(outbound_of(account), way=ways.send).to_json()


def use_grant(account: Account, grant: OAuthGrant, mailbox: str, ways: Ways) -> None:
    """Let the account read and send by `grant`, unsaved; `mailbox` is a shared one, or empty for the person's own."""
    address, shared = mailbox or grant.email, bool(mailbox)
    account.inbound = Config(ways.receive, grant.pk, address, shared).to_json()
    account.outbound = Config(ways.send, grant.pk, address, shared).to_json()


def use_app(account: Account, app: OAuthApp, mailbox: str, ways: Ways) -> None:
    """Let the app read and send for the account in its own name, unsaved."""
    account.inbound = Config(ways.receive, 0, mailbox, app=app.pk).to_json()
    account.outbound = Config(ways.send, 0, mailbox, app=app.pk).to_json()


def use_fence(account: Account, fence: str) -> None:
    """Keep a mailbox that has to stay closed to the app, unsaved."""
    account.inbound = dataclasses.replace(inbound_of(account), fence=fence).to_json()


def fill_draft(draft: ChannelDraft, grant: OAuthGrant, mailbox: str, ways: Ways) -> None:
    """Fill the draft of a new channel, unsaved."""
    use_grant(draft, grant, mailbox, ways)
    draft.email = draft.name = mailbox or grant.email
