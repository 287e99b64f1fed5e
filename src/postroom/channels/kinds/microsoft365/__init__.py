"""Microsoft 365 and outlook.com: signed in once at Microsoft, no password here."""

from postroom.channels.kinds.microsoft365.kind import Microsoft365Kind

__all__ = ["Microsoft365Kind"]
