"""Mail to people who work here: no article of any ticket, but in the outbox like every other."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from postroom.configuration import configuration
from postroom.enqueue import DELIVER, enqueue
from postroom.models import EmailAddress, Outbound


def notify(email: str, subject: str, body: str, sender: EmailAddress | None = None) -> Outbound | None:
    """Put a plain mail in the outbox and return it; None where there is no address to send from."""
    outbound = notice(email, subject, body, sender)
    if outbound is not None:
        post([outbound])
    return outbound


def post(outbounds: Iterable[Outbound]) -> None:
    """Put new mails in the outbox: one statement for all of them, one job a channel."""
    rows = list(outbounds)
    Outbound.objects.bulk_create(rows)
    for channel_id in dict.fromkeys(row.email_address.channel_id for row in rows if row.email_address):
        enqueue(DELIVER, channel_id=channel_id)


def notice(email: str, subject: str, body: str, sender: EmailAddress | None = None) -> Outbound | None:
    """Return a plain mail that is in no outbox yet; None where there is no address to send from.

    `sender` None: the address of Postroom's own mails, by the settings.
    """
    sender = sender or notification_sender()
    if sender is None or sender.channel_id is None:
        return None
    return Outbound(
        email_address=sender,
        message_id=f"{uuid.uuid4()}@{sender.email.rpartition('@')[2]}",
        recipients=[email],
        auto=True,
        subject=subject,
        body=body,
    )


def notification_sender(avoid_channel: int | None = None) -> EmailAddress | None:
    """Return the address Postroom's own mails come from: the setting's, else the first whose channel is active.

    `avoid_channel`: a channel that fails must not be asked to tell of it.
    """
    usable = EmailAddress.objects.filter(channel__active=True).order_by("pk")
    if avoid_channel is not None:
        usable = usable.exclude(channel_id=avoid_channel)
    wanted = configuration().notification_sender
    return usable.filter(email__iexact=wanted).first() or usable.first()
