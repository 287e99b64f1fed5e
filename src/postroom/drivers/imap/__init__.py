"""Fetching by IMAP4rev1 (RFC 3501)."""

from postroom.drivers.imap.source import ImapSource

__all__ = ["ImapSource"]
