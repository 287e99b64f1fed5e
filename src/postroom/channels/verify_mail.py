"""The mail a channel sends to itself."""

from __future__ import annotations

from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from django.utils import timezone
from django.utils.translation import gettext as _

from postroom.channels.verify import HEADER


def compose_test_mail(address: str, mark: str) -> bytes:
    """Return the bytes of a test mail from `address` to itself, marked so that it can be found again."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = mail["To"] = address
    mail["Subject"] = _("Postroom is testing this mailbox")
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    mail[HEADER] = mark
    # RFC 3834, and Exchange's own word for it: nobody's out-of-office reply shall answer this mail.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(_("Postroom sent this mail to itself to see whether it arrives. It is deleted when it is found."))
    return mail.as_bytes()


def mark_of(content: bytes) -> str:
    """Return the mark in the headers of a mail, empty where there is none."""
    value = BytesHeaderParser().parsebytes(content)[HEADER]
    return "".join(str(value).split()) if value else ""
