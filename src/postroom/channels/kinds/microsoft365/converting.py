"""Plain mailboxes with a password that lie at Microsoft: they can be opened by signing in instead.

Sources: "POP, IMAP, and SMTP settings for Outlook.com" and "Deprecation of Basic authentication in Exchange Online"
(support.microsoft.com, learn.microsoft.com/exchange).
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.channels.kinds.mail.config import InboundConfig, InboundProtocol
from postroom.channels.oauth.clouds import clouds
from postroom.models import Channel

_OTHER_NAMES: Final = frozenset(
    {
        "imap-mail.outlook.com",
        "imap.outlook.com",
        "imap.outlook.office365.com",
        "outlook.office.com",
        "imap.partner.outlook.cn",
    }
)
"""Names by which Microsoft's IMAP servers are known besides those in the clouds."""


class ToMicrosoft365:
    """From a password to a sign-in at Microsoft."""

    kind = "microsoft365"
    title: StrOrPromise = _("Convert to Microsoft 365")
    reason: StrOrPromise = _(
        "This mailbox lies at Microsoft, which no longer takes plain passwords for mail programs. Sign in at Microsoft "
        "once instead: folder, group and addresses stay, and nothing is imported twice."
    )
    start_route = "microsoft_convert"

    def offers(self, channel: Channel) -> bool:
        """Whether it is a plain IMAP mailbox on one of Microsoft's servers."""
        if channel.kind != "mail":
            return False
        config = InboundConfig.from_json(channel.inbound)
        return config.protocol is InboundProtocol.IMAP and is_at_microsoft(config.server.host, config.server.port)


def is_at_microsoft(host: str, port: int) -> bool:
    """Whether an IMAP server is Microsoft's, of any cloud; the one for rehearsal is told by its port too."""
    name = host.lower().rstrip(".")
    if name in _OTHER_NAMES:
        return True
    return any(
        name == cloud.imap_host.lower() and (not cloud.is_rehearsal or port == cloud.imap_port)
        for cloud in clouds().values()
    )


def reads(channel: Channel) -> str:
    """Return the mailbox that the channel reads until now, by its address.

    Exchange also took `delegate@example.org/shared` for a shared mailbox read with the password of its delegate.
    """
    person, _slash, shared = InboundConfig.from_json(channel.inbound).server.user.partition("/")
    if shared and "@" not in shared and "@" in person:
        shared += person[person.index("@") :]
    name = shared or person
    if "@" in name:
        return name
    address = channel.addresses.first()
    return address.email if address else name
