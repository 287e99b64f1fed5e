"""Mailboxes of the practice tenant, filled and looked into behind Graph's back."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from postroom.drivers.base import StepListener
from postroom.drivers.graph import GraphSettings, GraphSink, GraphSource
from postroom.practice import PracticeTenant
from postroom.practice.mailstore.mailboxes import Mailbox

GRAPH = "https://graph.microsoft.com"
READ_AND_SEND = " ".join(
    f"{GRAPH}/{name}" for name in ("Mail.ReadWrite", "Mail.Send", "Mail.ReadWrite.Shared", "Mail.Send.Shared")
)

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class PracticeMailbox:
    """A mailbox of the tenant's own, opened by an app-only token."""

    tenant: PracticeTenant
    address: str

    def deliver(self, content: bytes, folder: str = "inbox", received: float | None = None) -> None:
        """Put a message into a folder."""
        self.tenant.control.put(self.address, content, folder=folder, received=received)

    def messages(self, folder: str = "inbox") -> list[bytes]:
        """Return what lies in a folder, in the order it came."""
        return [held.content for held in self.tenant.control.held(self.address, folder)]

    def flags(self, folder: str = "inbox") -> list[str]:
        """Return the flags of each message as a maildir writes them: S for seen."""
        return ["S" if r"\Seen" in held.flags else "" for held in self.tenant.control.held(self.address, folder)]

    def token(self, fresh: bool = False) -> str:
        """Return an access token of the app."""
        return self.tenant.control.app_token(f"{GRAPH}/.default")

    def settings(self, folder: str = "", *, timeout: float = 10.0) -> GraphSettings:
        """Return how to reach it."""
        return GraphSettings(self.address, folder, self.tenant.graph_url, timeout)

    def source(self, folder: str = "", *, timeout: float = 10.0, on_step: StepListener | None = None) -> GraphSource:
        """Return a source on a folder."""
        return GraphSource(self.settings(folder, timeout=timeout), self.token, on_step=on_step)

    def sink(self, *, timeout: float = 10.0) -> GraphSink:
        """Return a sink."""
        return GraphSink(self.settings(timeout=timeout), self.token)


def new_mailbox(tenant: PracticeTenant, address: str = "", *, name: str = "", language: str = "en") -> PracticeMailbox:
    """Add a mailbox to the tenant."""
    address = address or f"box{next(_numbers)}@{tenant.domain}"
    tenant.control.world.post.open_mailbox(Mailbox(address, name, language=language))
    return PracticeMailbox(tenant, address)
