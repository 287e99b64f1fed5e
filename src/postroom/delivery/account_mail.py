"""Django's way of sending mail, for password and sign-in mails: into the outbox, like everything else."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from postroom.tickets.notifying import notify

log = structlog.get_logger(__name__)


class Backend(BaseEmailBackend):
    """Puts each mail in the outbox, in the current transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many mails have an address to be sent from."""
        return sum(self._put(message) for message in email_messages)

    def _put(self, message: EmailMessage) -> int:
        put = [notify(recipient, str(message.subject), str(message.body)) for recipient in message.to]
        if None in put:
            log.error("no active channel to send Postroom's own mail by", subject=message.subject)
            return 0
        return 1
