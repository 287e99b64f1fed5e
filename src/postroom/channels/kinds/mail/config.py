"""The settings of a plain mailbox as values, and as the JSON in `Channel.inbound` and `Channel.outbound`."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import Any, Self

from postroom.drivers.connection import ConnectionSettings, Security

STEP_SECONDS = 30.0
"""How long each single step with a server may take."""


class InboundProtocol(enum.StrEnum):
    """How mail is fetched."""

    IMAP = "imap"
    POP3 = "pop3"


class OutboundProtocol(enum.StrEnum):
    """How mail is sent."""

    SMTP = "smtp"
    SENDMAIL = "sendmail"


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is, how the connection is made safe, and who signs in (empty: nobody)."""

    host: str = ""
    port: int = 0
    security: Security = Security.TLS
    verify_certificate: bool = True
    user: str = ""

    def connection(self) -> ConnectionSettings:
        """Return what the drivers want to know."""
        return ConnectionSettings(self.host, self.port, self.security, self.verify_certificate, STEP_SECONDS)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read what `to_json` wrote; what is missing gets its default, what is unknown is passed over."""
        names = {field.name for field in dataclasses.fields(cls)}
        known = {name: value for name, value in stored.items() if name in names}
        return cls(**{**known, "security": Security(known.get("security", Security.TLS))})


@dataclass(frozen=True, slots=True)
class InboundConfig:
    """The way in."""

    protocol: InboundProtocol
    server: Server

    def to_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return {"protocol": self.protocol.value, **dataclasses.asdict(self.server)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(InboundProtocol(stored.get("protocol", InboundProtocol.IMAP)), Server.from_json(stored))


@dataclass(frozen=True, slots=True)
class OutboundConfig:
    """The way out; with sendmail the server means nothing."""

    protocol: OutboundProtocol
    server: Server

    def to_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return {"protocol": self.protocol.value, **dataclasses.asdict(self.server)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(OutboundProtocol(stored.get("protocol", OutboundProtocol.SMTP)), Server.from_json(stored))
