"""From the settings of a Microsoft 365 mailbox to the drivers.

Source: "Authenticate an IMAP, POP or SMTP connection using OAuth" (learn.microsoft.com). For a shared mailbox the two
protocols name different users: IMAP the shared mailbox with the delegate's token, SMTP the delegate, and only From
names the shared mailbox.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from postroom.channels.kinds.microsoft365.config import inbound_of, outbound_of
from postroom.channels.kinds.microsoft365.renewing import RenewingImapSource, RenewingSmtpSink
from postroom.channels.oauth.clouds import cloud_of
from postroom.channels.oauth.microsoft import MAIL
from postroom.channels.oauth.tokens import token_for
from postroom.channels.sentences.ours import GRANT_MISSING
from postroom.drivers.base import Sink, Source, Step, StepListener
from postroom.drivers.errors import SignInRefused
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
    """Return an IMAP folder, not yet connected; the token is got at once."""
    config = inbound_of(account)
    grant = find_grant(config.grant)
    user = config.mailbox if config.shared else grant.user_name
    settings = cloud_of(grant.app.cloud).imap
    return RenewingImapSource(settings, user, _tokens(grant, on_step), folder, on_step)


def open_sink(account: Account, on_step: StepListener | None) -> Sink:
    """Return the SMTP server, not yet connected; the token is got at once."""
    grant = find_grant(outbound_of(account).grant)
    settings = cloud_of(grant.app.cloud).smtp(grant.tenant)
    return RenewingSmtpSink(settings, grant.user_name, _tokens(grant, on_step), on_step)


def _tokens(grant: OAuthGrant, on_step: StepListener | None) -> Token:
    def get(refused: str) -> str:
        started = time.monotonic()
        token = token_for(grant.pk, MAIL, refused=refused)
        if on_step is not None:
            on_step(Step("token", grant.user_name, (time.monotonic() - started) * 1000))
        return token

    return get
