"""Mails that machines write: the non-delivery report and the out-of-office answer."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesHeaderParser
from email.utils import formatdate, make_msgid

from postroom.practice.mailstore.mailboxes import Mailbox

_EXCHANGE = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e"


def bounce(sender: str, recipient: str, content: bytes) -> bytes:
    """A non-delivery report (RFC 3464; Microsoft: "Email non-delivery reports in Exchange Online")."""
    original = BytesHeaderParser(policy=policy.compat32).parsebytes(content)
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"] = f"Microsoft Outlook <{_EXCHANGE}@{sender.rpartition('@')[2]}>"
    report["To"] = sender
    report["Subject"] = f"Undeliverable: {original['Subject'] or ''}"
    report["Date"] = formatdate()
    report["Message-ID"] = make_msgid(domain="practice.example")
    report["Auto-Submitted"] = "auto-replied"
    report["X-MS-Exchange-Message-Is-Ndr"] = ""
    if original["Message-ID"]:
        report["In-Reply-To"] = report["References"] = original["Message-ID"]
    report.attach(MIMEText(f"Your message to {recipient} couldn't be delivered.\n\n{recipient} wasn't found.\n"))
    report.attach(_delivery_status(recipient))
    report.attach(MIMEMessage(original))
    return report.as_bytes(policy=policy.SMTP)


def _delivery_status(recipient: str) -> Message:
    status = Message()
    status["Content-Type"] = "message/delivery-status"
    server, person = Message(), Message()
    server["Reporting-MTA"] = "dns;practice.example"
    server["Arrival-Date"] = formatdate()
    person["Final-Recipient"] = f"rfc822;{recipient}"
    person["Action"] = "failed"
    person["Status"] = "5.1.10"
    person["Diagnostic-Code"] = (
        "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
    )
    status.set_payload([server, person])
    return status


def out_of_office_reply(mailbox: Mailbox, sender: str, content: bytes) -> bytes | None:
    """The answer of somebody who is away, or None; machines get none (RFC 3834 section 2)."""
    original = BytesHeaderParser(policy=policy.compat32).parsebytes(content)
    automatic = str(original["Auto-Submitted"] or "no").lower() != "no"
    suppressed = any(word in str(original["X-Auto-Response-Suppress"] or "") for word in ("All", "OOF"))
    if not mailbox.out_of_office or not sender or automatic or suppressed:
        return None
    reply = EmailMessage(policy=policy.SMTP)
    reply["From"] = f"{mailbox.name} <{mailbox.address}>"
    reply["To"] = sender
    reply["Subject"] = f"Automatische Antwort: {' '.join(str(original['Subject'] or '').split())}"
    reply["Date"] = formatdate()
    reply["Message-ID"] = make_msgid(domain=mailbox.address.rpartition("@")[2])
    if original["Message-ID"]:
        reply["In-Reply-To"] = " ".join(str(original["Message-ID"]).split())
    reply["Auto-Submitted"] = "auto-replied"
    reply["X-Auto-Response-Suppress"] = "All"
    reply.set_content(mailbox.out_of_office)
    return reply.as_bytes()
