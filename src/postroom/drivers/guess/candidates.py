"""What a guess is made of."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from postroom.drivers.connection import ConnectionSettings


class MailProtocol(enum.StrEnum):
    """What is spoken to a server."""

    IMAP = "imap"
    POP3 = "pop3"
    SMTP = "smtp"


class GuessSource(enum.StrEnum):
    """Where a candidate comes from, the most reliable first."""

    MX = "mx"
    """The domain's mail arrives at a provider whose servers are known."""
    AUTOCONFIG = "autoconfig"
    """The domain itself publishes its settings."""
    SRV = "srv"
    """The domain's DNS names its servers (RFC 6186, RFC 8314)."""
    COMMON = "common"
    """A server answers under a usual name."""


class Provider(enum.StrEnum):
    """Providers that want OAuth 2 rather than a password."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One server that may be right."""

    protocol: MailProtocol
    settings: ConnectionSettings
    user: str
    source: GuessSource


@dataclass(frozen=True, slots=True)
class Guess:
    """Candidates, the likeliest first; empty where nothing was found."""

    incoming: tuple[Candidate, ...]
    outgoing: tuple[Candidate, ...]
    provider: Provider | None = None
