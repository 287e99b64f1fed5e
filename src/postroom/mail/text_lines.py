"""The lines of a body, whatever it was written in: the one form that new text and old text are told apart in."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTE_PREFIX = re.compile(r"(?:[ \t]{0,3}[>|])+(?= |\t|$)|(?:[ \t]{0,3}>)+")
_INITIALS_PREFIX = re.compile(r"[A-ZÄÖÜ]{1,3}>(?= |$)")
# ">>> >>>  http://www.example.com <<<" decorates a line; it quotes nothing.
_DECORATION = re.compile(r">.*<{2,}\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a body."""

    text: str
    """Without quote prefix and white space at the ends."""
    depth: int = 0
    """How many times it is quoted."""
    raw: str = ""
    """The line as shown, with its quote prefix."""
    marks: frozenset[str] = frozenset()
    """What the sender's mail program says about it (see `html_marks`)."""
    start: int = 0
    """Where it begins in the HTML it was read from."""

    @property
    def is_blank(self) -> bool:
        """Nothing but white space and quote signs."""
        return not self.text


def lines_of_text(text: str) -> list[Line]:
    """Return the lines of a plain text body."""
    return [_line(raw) for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _line(raw: str) -> Line:
    first = raw.lstrip()[:4]
    if ">" not in first and not first.startswith("|"):
        return Line(raw.strip(), 0, raw)
    match = _INITIALS_PREFIX.match(raw) or _quote_prefix(raw)
    if match is None:
        return Line(raw.strip(), 0, raw)
    return Line(raw[match.end() :].strip(), max(1, match.group().count(">")), raw)


def _quote_prefix(raw: str) -> re.Match[str] | None:
    match = _QUOTE_PREFIX.match(raw)
    if match is None or ">" not in match.group() or _DECORATION.match(raw.lstrip()):
        return None
    return match
