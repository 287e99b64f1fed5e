"""From the settings of a Google mailbox to an open one, by the token of a grant.

Sources on developers.google.com: "OAuth 2.0 Mechanism" (workspace/gmail/imap/xoauth2-protocol), "IMAP, POP, and SMTP"
(workspace/gmail/imap/imap-smtp).
"""

from __future__ import annotations

from postroom.channels.kinds.google.config import Config, config_of
from postroom.channels.kinds.google.source import GmailSource
from postroom.channels.oauth.access import Access, find_access
from postroom.channels.oauth.google_endpoints import places_of
from postroom.channels.oauth.renewing import RenewingSmtpSink
from postroom.channels.oauth.resources import MAIL
from postroom.drivers.base import Sink, Source, StepListener
from postroom.models import Account


def access_to(config: Config) -> Access:
    """Return by whose rights the mailbox is opened. Raises SignInRefused."""
    return find_access(config.grant, 0)


def open_source(account: Account, folder: str, on_step: StepListener | None) -> Source:
    """Return a label, not yet connected; the token is got at once."""
    config = config_of(account)
    access = access_to(config)
    place = places_of(access.app.cloud).imap
    return GmailSource(place, config.mailbox, access.tokens(MAIL, on_step), folder, on_step)


def open_sink(account: Account, on_step: StepListener | None) -> Sink:
    """Return the way out, not yet connected; the token is got at once."""
    config = config_of(account)
    access = access_to(config)
    place = places_of(access.app.cloud).smtp
    return RenewingSmtpSink(place, config.mailbox, access.tokens(MAIL, on_step), on_step)
