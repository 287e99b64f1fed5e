"""Mails that Microsoft itself sends to the people of the tenant."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from postroom.practice.mailstore.post import Post


def notice(post: Post, address: str, subject: str, text: str) -> None:
    """Send a notice about the tenant to one of its mailboxes."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "Microsoft practice <no-reply@practice.example>"
    mail["To"] = address
    mail["Subject"] = subject
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain="practice.example")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    post.deliver("", [address], mail.as_bytes())
