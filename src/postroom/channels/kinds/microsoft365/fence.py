"""Whether an app that opens mailboxes in its own name is kept out of a mailbox that is none of its business.

Sources on learn.microsoft.com: "Role Based Access Control for Applications in Exchange Online" (what Entra ID consented
to and what Exchange's roles give add up: a consent to Mail.ReadWrite opens every mailbox, whatever the scope says) and
"Authenticate an IMAP, POP or SMTP connection using OAuth" (by IMAP each mailbox has to be opened to the app).
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from typing import Final

from postroom.channels.kinds.base import FenceTrial
from postroom.channels.kinds.microsoft365.config import Config, Way, inbound_of
from postroom.channels.kinds.microsoft365.opening import open_mailbox
from postroom.channels.sentences.app_roles import LACKING
from postroom.drivers import codes
from postroom.drivers.errors import DriverError
from postroom.models import Account

_KEPT_OUT: Final = {codes.GRAPH_APP_MAY_NOT_READ, codes.MAILBOX_NOT_CONNECTED, codes.BEARER_REFUSED, *LACKING.values()}
"""Errors that say that the app may not; others say nothing about that."""


def try_fence(account: Account) -> Iterator[FenceTrial]:
    """Try to open the mailbox that was named for this, by Graph and by IMAP whichever the channel uses.

    Nothing is read: it ends where the folder would open. Without a named mailbox nothing is tried.
    """
    config = inbound_of(account)
    if config.app and config.fence:
        for way in (Way.GRAPH, Way.IMAP):
            yield _try(dataclasses.replace(config, way=way, mailbox=config.fence))


def _try(config: Config) -> FenceTrial:
    started = time.monotonic()
    words, closed = _opened(config)
    way = "Microsoft Graph" if config.way is Way.GRAPH else "IMAP"
    return FenceTrial(f"{config.mailbox}, {way}", closed, words, (time.monotonic() - started) * 1000)


def _opened(config: Config) -> tuple[str, bool | None]:
    """Return the server's words, and whether the mailbox stayed closed; None where that was not found out."""
    try:
        with open_mailbox(config, "", None):
            return "", False
    except DriverError as error:
        return error.server_text, error.code in _KEPT_OUT or None
