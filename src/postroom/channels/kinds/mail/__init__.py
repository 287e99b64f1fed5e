"""Plain mail: IMAP or POP3 in, SMTP or the machine's sendmail out, with a password."""

from postroom.channels.kinds.mail.kind import MailKind

__all__ = ["MailKind"]
