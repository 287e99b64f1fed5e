"""Sending by SMTP (RFC 5321)."""

from postroom.drivers.smtp.sink import SmtpSink

__all__ = ["SmtpSink"]
