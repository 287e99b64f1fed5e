"""A Microsoft 365 mailbox in one line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.channels.kinds.microsoft365.config import inbound_of, outbound_of
from postroom.channels.kinds.microsoft365.opening import find_grant
from postroom.channels.oauth.clouds import cloud_of
from postroom.models import Account, Direction


def describe(account: Account, direction: Direction) -> str:
    """Return such as `IMAP outlook.office365.com:993, info@example.org, signed in as anna@example.org`."""
    if direction is Direction.IN:
        config = inbound_of(account)
        grant = find_grant(config.grant)
        server = cloud_of(grant.app.cloud).imap
    else:
        config = outbound_of(account)
        grant = find_grant(config.grant)
        server = cloud_of(grant.app.cloud).smtp(grant.tenant)
    parts = [f"{config.way.value.upper()} {server.host}:{server.port}", config.mailbox]
    return ", ".join([*parts, _("signed in as %(user)s") % {"user": grant.user_name}])


def identity(account: Account) -> str:
    """Return cloud and mailbox."""
    config = inbound_of(account)
    return f"{find_grant(config.grant).app.cloud} {config.mailbox.lower()}"
