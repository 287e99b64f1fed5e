"""Rows, lists and white space of HTML as they look in text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_SPACES = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u034f]+")


@dataclass(slots=True)
class Row:
    """A table row being read, and its current cell."""

    later: bool = False
    """The current cell is not the first."""
    content: bool = False
    """The current cell has shown something."""
    broken: bool = False
    """The current cell takes more than one line."""

    def next_cell(self) -> None:
        self.later, self.content, self.broken = True, False, False

    def take_in(self, inner: Row) -> None:
        """A row of a table inside the current cell has ended."""
        self.broken = self.broken or self.content
        self.content = self.content or inner.content


@dataclass(slots=True)
class Lists:
    """The lists that are open around an item."""

    numbers: list[int] = field(default_factory=list)
    """Per list: the next number, or -1 for bullets."""

    def begin(self, name: str) -> None:
        """Enter an `ol` or a list with bullets."""
        self.numbers.append(1 if name == "ol" else -1)

    def end(self) -> None:
        """Leave the innermost list."""
        self.numbers.pop()

    def next_prefix(self) -> str:
        """Return what stands before the next item."""
        indent = "  " * (len(self.numbers) - 1)
        number = self.numbers[-1] if self.numbers else -1
        if number < 0:
            return f"{indent}- "
        self.numbers[-1] += 1
        return f"{indent}{number}. "


def readable(source: str) -> str:
    """Return a text of HTML without character references and invisible characters."""
    content = unescape(source) if "&" in source else source
    return content if content.isascii() else _INVISIBLE.sub("", content)


def tidy(text: str) -> str:
    """Return a line with its white space squeezed; tabs part cells, and the indentation of list items stays."""
    text = text.replace("\xa0", " ")
    indented = len(text) - len(text.lstrip(" ")) if text.lstrip(" ")[:2] == "- " else 0
    cells = (_SPACES.sub(" ", cell).strip() for cell in text.split("\t"))
    return " " * indented + "\t".join(cells).strip("\t")
