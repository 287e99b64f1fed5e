"""The settings of a plain mailbox in one line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.channels.kinds.mail.config import InboundConfig, OutboundConfig, OutboundProtocol, Server
from postroom.drivers.connection import Security
from postroom.models import Account, Direction


def describe(account: Account, direction: Direction) -> str:
    """Return such as `IMAP mail.example.org:993, TLS, user@example.org`."""
    if direction is Direction.IN:
        inbound = InboundConfig.from_json(account.inbound)
        return _line(inbound.protocol.value.upper(), inbound.server)
    outbound = OutboundConfig.from_json(account.outbound)
    if outbound.protocol is OutboundProtocol.SENDMAIL:
        return _("sendmail of this machine")
    return _line("SMTP", outbound.server)


def _line(protocol: str, server: Server) -> str:
    parts = [f"{protocol} {server.host}:{server.port}", _security(server), server.user or _("without signing in")]
    return ", ".join(parts)


def _security(server: Server) -> str:
    if server.security is Security.NONE:
        return _("not encrypted")
    word = "TLS" if server.security is Security.TLS else "STARTTLS"
    return word if server.verify_certificate else _("%(security)s, certificate not checked") % {"security": word}
