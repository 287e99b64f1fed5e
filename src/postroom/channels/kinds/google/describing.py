"""A Google mailbox in one line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.channels.kinds.google.config import config_of
from postroom.channels.kinds.google.opening import access_to
from postroom.channels.oauth.google_endpoints import places_of
from postroom.models import Account, Direction


def describe(account: Account, direction: Direction) -> str:
    """Return such as `IMAP imap.gmail.com:993, info@example.org, signed in as info@example.org`."""
    config = config_of(account)
    access = access_to(config)
    places = places_of(access.app.cloud)
    server = places.imap if direction is Direction.IN else places.smtp
    protocol = "IMAP" if direction is Direction.IN else "SMTP"
    who = _("signed in as %(user)s") % {"user": access.name}
    parts = [f"{protocol} {server.host}:{server.port}", config.mailbox, who]
    if direction is Direction.OUT:
        parts.append(_("Gmail keeps copies under Sent"))
    return ", ".join(parts)


def identity(account: Account) -> str:
    """Return which Google, and the mailbox."""
    config = config_of(account)
    return f"{access_to(config).app.cloud} {config.mailbox.lower()}"
