"""From the settings of a plain mailbox to the drivers."""

from __future__ import annotations

from postroom.channels.credentials import stored_password
from postroom.channels.kinds.mail.config import InboundConfig, InboundProtocol, OutboundConfig, OutboundProtocol
from postroom.drivers.base import Sink, Source, StepListener
from postroom.drivers.credentials import Password
from postroom.drivers.imap import ImapSource
from postroom.drivers.pop3 import Pop3Source
from postroom.drivers.sendmail import SendmailSink
from postroom.drivers.smtp import SmtpSink
from postroom.models import Account


def open_source(account: Account, folder: str, on_step: StepListener | None) -> Source:
    """Return an IMAP folder or a POP3 mailbox, not yet connected."""
    config = InboundConfig.from_json(account.inbound)
    server = config.server
    credentials = Password(server.user, stored_password(account.inbound_secret))
    if config.protocol is InboundProtocol.POP3:
        return Pop3Source(server.connection(), credentials, on_step=on_step)
    return ImapSource(server.connection(), credentials, folder, on_step=on_step)


def open_sink(account: Account, on_step: StepListener | None) -> Sink:
    """Return an SMTP server or the machine's sendmail, not yet connected."""
    config = OutboundConfig.from_json(account.outbound)
    if config.protocol is OutboundProtocol.SENDMAIL:
        return SendmailSink(on_step=on_step)
    server = config.server
    credentials = Password(server.user, stored_password(account.outbound_secret)) if server.user else None
    return SmtpSink(server.connection(), credentials, on_step=on_step)
