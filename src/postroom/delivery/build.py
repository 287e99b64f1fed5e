"""From a row of the outbox to the bytes that leave."""

from __future__ import annotations

from postroom.mail.compose import compose
from postroom.models import Outbound


def build(outbound: Outbound) -> tuple[bytes, str]:
    """Return the composed mail and its envelope sender. Automatic mail bears an empty one only in its headers' sense:
    its bounces still reach the mailbox, where they are recognised."""
    sender = outbound.email_address.email if outbound.email_address else ""
    mail = _of_article(outbound, outbound.article) if outbound.article else _plain(outbound, sender)
    return compose(mail), sender
