"""A Microsoft 365 mailbox in one line."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from postroom.channels.kinds.microsoft365.config import Config, Way, inbound_of, outbound_of
from postroom.channels.kinds.microsoft365.copies import copy_kept_in
from postroom.channels.kinds.microsoft365.opening import access_to
from postroom.channels.oauth.access import Access
from postroom.channels.oauth.clouds import cloud_of
from postroom.models import Account, Direction


def describe(account: Account, direction: Direction) -> str:
    """Return such as `IMAP outlook.office365.com:993, info@example.org, signed in as anna@example.org`."""
    config = inbound_of(account) if direction is Direction.IN else outbound_of(account)
    access = access_to(config)
    who = _("signed in as %(user)s") % {"user": access.name} if access.grant else _("opened by the app itself")
    parts = [_place(config, access), config.mailbox, who]
    if direction is Direction.OUT:
        parts.append(_("copies in Sent Items of %(mailbox)s") % {"mailbox": copy_kept_in(config, access)})
    return ", ".join(parts)


def identity(account: Account) -> str:
    """Return cloud and mailbox."""
    config = inbound_of(account)
    return f"{access_to(config).app.cloud} {config.mailbox.lower()}"


def _place(config: Config, access: Access) -> str:
    cloud = cloud_of(access.app.cloud)
    if config.way is Way.GRAPH:
        return f"Microsoft Graph {urlsplit(cloud.graph_url).netloc}"
    server = cloud.imap if config.way is Way.IMAP else cloud.smtp(access.tenant)
    return f"{config.way.value.upper()} {server.host}:{server.port}"
