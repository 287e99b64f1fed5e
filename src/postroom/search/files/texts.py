"""What a reader gives back, and the bounds that hold for every reader."""

from __future__ import annotations

LONGEST = 500_000
"""Characters of text that are kept of a file."""


class Unreadable(Exception):
    """A file that is broken, locked or not what it says; its text says why, in English."""


class Gathered:
    """Text as it is found, up to the bound."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._parts: list[str] = []
        self._room = longest
        self.cut = False
        """Whether there was more than is kept."""

    def add(self, text: str) -> bool:
        """Keep `text`, and return whether there is room for more."""
        if len(text) > self._room:
            self.cut = True
        if text and self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)
        return self._room > 0

    @property
    def text(self) -> str:
        """All of it, without what PostgreSQL cannot store."""
        return " ".join(self._parts).replace("\0", " ").encode("utf-8", "replace").decode()
