"""In whose Sent Items the copy of a sent mail lies.

Sources: "user: sendMail" (learn.microsoft.com/graph/api/user-sendmail): of the mailbox in the path; for SMTP "Messages
sent by using Send As and Send on behalf aren't copied to the Sent Items folder of the shared mailbox"
(learn.microsoft.com/troubleshoot/exchange).
"""

from __future__ import annotations

from postroom.channels.kinds.microsoft365.config import Config, Way
from postroom.channels.oauth.access import Access


def copy_kept_in(outbound: Config, access: Access) -> str:
    """Return the mailbox in whose Sent Items the copy lies."""
    return access.name if outbound.way is Way.SMTP and outbound.shared else outbound.mailbox
