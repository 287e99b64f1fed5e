"""Looking at everything about a channel, one line a fact: from the name of its server to each mail on it."""

from postroom.channels.doctor.visit import visit

__all__ = ["visit"]
