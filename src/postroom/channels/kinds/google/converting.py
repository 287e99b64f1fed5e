"""Plain mailboxes with a password that lie at Google: they can be opened by signing in instead.

Source: "Transition from less secure apps to OAuth" (support.google.com/a/answer/14114704): since 2025 only app
passwords are still taken, and not in every Workspace.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.channels.kinds.mail.config import InboundConfig, InboundProtocol
from postroom.channels.oauth.google_endpoints import places
from postroom.models import Channel

_OTHER_NAMES: Final = frozenset({"imap.googlemail.com"})


class ToGoogle:
    """From a password to a sign-in at Google."""

    kind = "google"
    title: StrOrPromise = _("Convert to a Google channel")
    reason: StrOrPromise = _(
        "This mailbox lies at Google, which takes passwords of mail programs only by way of exception. Sign in at "
        "Google once instead: folder, group and addresses stay, and nothing is imported twice."
    )
    start_route = "google_convert"

    def offers(self, channel: Channel) -> bool:
        """Whether it is a plain IMAP mailbox on Google's server."""
        if channel.kind != "mail":
            return False
        config = InboundConfig.from_json(channel.inbound)
        return config.protocol is InboundProtocol.IMAP and is_at_google(config.server.host, config.server.port)


def is_at_google(host: str, port: int) -> bool:
    """Whether an IMAP server is Google's; the one for rehearsal is told by its port too."""
    name = host.lower().rstrip(".")
    if name in _OTHER_NAMES:
        return True
    return any(
        name == one.imap_host.lower() and (not one.is_rehearsal or port == one.imap_port) for one in places().values()
    )


def reads(channel: Channel) -> str:
    """Return the mailbox that the channel reads until now, by its address; Gmail also took what stands before the @."""
    user = InboundConfig.from_json(channel.inbound).server.user
    if "@" in user:
        return user
    address = channel.addresses.first()
    return address.email if address else f"{user}@gmail.com"
