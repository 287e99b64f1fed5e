"""Mails for the tests."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage

SUPPORT = "support@nordlicht.example"
JONAS = "jonas.weber@nordlicht.example"
INFO = "info@nordlicht.example"
BRANDT = "m.brandt@brandt-metallbau.example"


def mail(subject: str = "Frage", *, sender: str = BRANDT, to: str = SUPPORT, text: str = "Guten Tag\n") -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = f"<{re.sub(r'[^A-Za-z0-9]+', '-', subject)}@brandt-metallbau.example>"
    message["Date"] = "Mon, 16 Nov 2026 09:30:00 +0100"
    message.set_content(text)
    return message.as_bytes()


def mail_with_attachment(subject: str = "Mit Anhang") -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = f"Markus Brandt <{BRANDT}>"
    message["To"] = SUPPORT
    message["Subject"] = subject
    message["Message-ID"] = "<anhang@brandt-metallbau.example>"
    message.set_content("Siehe Anhang\n")
    message.add_alternative("<p>Siehe <b>Anhang</b></p>", subtype="html")
    message.add_attachment(b"%PDF-1.4 \x00\xff", maintype="application", subtype="pdf", filename="Rechnung.pdf")
    return message.as_bytes()
