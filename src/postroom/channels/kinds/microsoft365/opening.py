"""From the settings of a Microsoft 365 mailbox to the drivers.

Source: "Authenticate an IMAP, POP or SMTP connection using OAuth" (learn.microsoft.com). For a shared mailbox the
protocols name different users: IMAP and Graph the shared mailbox with the delegate's token, SMTP the delegate, and only
From names the shared mailbox.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import connection

from postroom.channels.kinds.microsoft365.config import Config, Way, inbound_of, outbound_of
from postroom.channels.kinds.microsoft365.renewing import RenewingImapSource, RenewingSmtpSink
from postroom.channels.oauth.clouds import STEP_SECONDS, cloud_of
from postroom.channels.oauth.microsoft import GRAPH, MAIL
from postroom.channels.oauth.tokens import token_for
from postroom.channels.sentences.ours import GRANT_MISSING
from postroom.drivers.base import Sink, Source, Step, StepListener
from postroom.drivers.errors import SignInRefused
from postroom.drivers.graph import GraphSettings, GraphSink, GraphSource, TokenSource
from postroom.models import Account, OAuthGrant

Token = Callable[[str], str]
"""Gives an access token, another one than the refused one it is told of."""


def find_grant(grant_id: int) -> OAuthGrant:
    """Return the grant with its app. Raises SignInRefused (code `grant-missing`)."""
    grant = OAuthGrant.objects.select_related("app").filter(pk=grant_id).first()
    if grant is None:
        raise SignInRefused(code=GRANT_MISSING, step="token")
    return grant


def open_source(account: Account, folder: str, on_step: StepListener | None) -> Source:
    """Return a folder, not yet connected; for IMAP the token is got at once."""
    config = inbound_of(account)
    grant = find_grant(config.grant)
    if config.way is Way.GRAPH:
        return GraphSource(graph_settings(config, grant, folder), graph_tokens(grant, on_step), on_step=on_step)
    user = config.mailbox if config.shared else grant.user_name
    settings = cloud_of(grant.app.cloud).imap
    return RenewingImapSource(settings, user, _tokens(grant, MAIL, on_step), folder, on_step)


def open_sink(account: Account, on_step: StepListener | None) -> Sink:
    """Return the way out, not yet connected; for SMTP the token is got at once."""
    config = outbound_of(account)
    grant = find_grant(config.grant)
    if config.way is Way.GRAPH:
        return GraphSink(graph_settings(config, grant), graph_tokens(grant, on_step), on_step=on_step)
    settings = cloud_of(grant.app.cloud).smtp(grant.tenant)
    return RenewingSmtpSink(settings, grant.user_name, _tokens(grant, MAIL, on_step), on_step)


def graph_settings(config: Config, grant: OAuthGrant, folder: str = "") -> GraphSettings:
    """Return where the mailbox is at Graph; a person's own by `/me`, which also holds after they are renamed."""
    base_url = cloud_of(grant.app.cloud).graph_url
    return GraphSettings(config.mailbox, folder, base_url, STEP_SECONDS, own=not config.shared)


def graph_tokens(grant: OAuthGrant, on_step: StepListener | None) -> TokenSource:
    """Return what gives Graph its tokens."""
    get = _tokens(grant, GRAPH, on_step)
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


def _tokens(grant: OAuthGrant, resource: str, on_step: StepListener | None) -> Token:
    def get(refused: str) -> str:
        started = time.monotonic()
        token = token_for(grant.pk, resource, refused=refused)
        if on_step is not None:
            on_step(Step("token", grant.user_name, (time.monotonic() - started) * 1000))
        return token

    return get
