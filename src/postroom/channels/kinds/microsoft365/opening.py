"""From the settings of a Microsoft 365 mailbox to the drivers.

Source: "Authenticate an IMAP, POP or SMTP connection using OAuth" (learn.microsoft.com). For a shared mailbox the
protocols name different users: IMAP and Graph the shared mailbox with the delegate's token, SMTP the delegate, and only
From names the shared mailbox. An app in its own name is the mailbox's user everywhere.
"""

from __future__ import annotations

import threading

from django.db import connection

from postroom.channels.kinds.microsoft365.app_roles import Token, naming
from postroom.channels.kinds.microsoft365.config import Config, Way, inbound_of, outbound_of
from postroom.channels.oauth.access import Access, find_access
from postroom.channels.oauth.clouds import cloud_of
from postroom.channels.oauth.renewing import RenewingImapSource, RenewingSmtpSink
from postroom.channels.oauth.resources import GRAPH, MAIL
from postroom.drivers.base import Sink, Source, StepListener
from postroom.drivers.graph import GraphSettings, GraphSink, GraphSource, TokenSource
from postroom.models import Account


def access_to(config: Config) -> Access:
    """Return by whose rights a direction is opened. Raises SignInRefused."""
    return find_access(config.grant, config.app)


def open_source(account: Account, folder: str, on_step: StepListener | None) -> Source:
    """Return a folder, not yet connected; for IMAP the token is got at once."""
    return open_mailbox(inbound_of(account), folder, on_step)


def open_mailbox(config: Config, folder: str, on_step: StepListener | None) -> Source:
    """Return a folder of any mailbox, as `open_source`."""
    access = access_to(config)
    if config.way is Way.GRAPH:
        return GraphSource(graph_settings(config, access, folder), graph_tokens(access, on_step), on_step=on_step)
    user = access.name if config.own else config.mailbox
    settings = cloud_of(access.app.cloud).imap
    return RenewingImapSource(settings, user, _mail_tokens(access, "IMAP.AccessAsApp", on_step), folder, on_step)


def open_sink(account: Account, on_step: StepListener | None) -> Sink:
    """Return the way out, not yet connected; for SMTP the token is got at once."""
    config = outbound_of(account)
    access = access_to(config)
    if config.way is Way.GRAPH:
        return GraphSink(graph_settings(config, access), graph_tokens(access, on_step), on_step=on_step)
    settings = cloud_of(access.app.cloud).smtp(access.tenant)
    user = config.mailbox if config.app else access.name
    return RenewingSmtpSink(settings, user, _mail_tokens(access, "SMTP.SendAsApp", on_step), on_step)


def _mail_tokens(access: Access, role: str, on_step: StepListener | None) -> Token:
    """Return what gives the mail servers their tokens; `role` is what one of an app alone has to name."""
    get = access.tokens(MAIL, on_step)
    return get if access.grant else naming(role, get)


def graph_settings(config: Config, access: Access, folder: str = "") -> GraphSettings:
    """Return where the mailbox is at Graph; a person's own by `/me`, which also holds after they are renamed."""
    cloud = cloud_of(access.app.cloud)
    return GraphSettings(
        config.mailbox,
        folder,
        cloud.graph_url,
        cloud.seconds,
        own=config.own,
        alone=bool(config.app),
        final_seconds=cloud.final_seconds,
    )


def graph_tokens(access: Access, on_step: StepListener | None) -> TokenSource:
    """Return what gives Graph its tokens."""
    get = access.tokens(GRAPH, on_step)
    opener = threading.get_ident()
    last = ""

    def give(refused: bool) -> str:
        nonlocal last
        try:
            last = get(last if refused else "")
        finally:
            if threading.get_ident() != opener:
                # The driver fetches in threads of its own, which end without giving their connection back.
                connection.close()
        return last

    return give
