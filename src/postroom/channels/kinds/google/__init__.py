"""Gmail and Google Workspace: signed in once at Google, no password here."""

from postroom.channels.kinds.google.kind import GoogleKind

__all__ = ["GoogleKind"]
