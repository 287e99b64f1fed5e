"""Fetching by POP3 (RFC 1939)."""

from postroom.drivers.pop3.source import Pop3Source

__all__ = ["Pop3Source"]
