"""The mail a channel sends to itself."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Self

from django.utils import timezone
from django.utils.translation import gettext as _

from postroom.channels.verify import HEADER, sign


@dataclass(frozen=True, slots=True)
class VerifyMail:
    """A test mail from `address` to itself: `mark` and `message_id` (without brackets) are how it is found again."""

    address: str
    mark: str
    message_id: str

    @classmethod
    def of(cls, probe_id: int, address: str, number: int = 0) -> Self:
        """Return a test mail of a probe; those of one probe differ by their number."""
        message_id = make_msgid(domain=address.rpartition("@")[2] or None).strip("<>")
        return cls(address, sign(probe_id, number), message_id)

    def compose(self) -> bytes:
        """Return its bytes."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = mail["To"] = self.address
        mail["Subject"] = _("Postroom is testing this mailbox")
        mail["Date"] = format_datetime(timezone.now())
        mail["Message-ID"] = f"<{self.message_id}>"
        mail[HEADER] = self.mark
        # RFC 3834, and Exchange's own word for it: nobody's out-of-office reply shall answer this mail.
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(
            _("Postroom sent this mail to itself to see whether it arrives. It is deleted when it is found.")
        )
        return mail.as_bytes()


def mark_of(content: bytes) -> str:
    """Return the mark in the headers of a mail, empty where there is none."""
    value = BytesHeaderParser().parsebytes(content)[HEADER]
    return "".join(str(value).split()) if value else ""


def sender_of(content: bytes) -> str:
    """Return the address in From, in lower case; empty where there is none."""
    return parseaddr(str(BytesHeaderParser().parsebytes(content)["From"] or ""))[1].lower()
