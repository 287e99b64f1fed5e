"""The lines of a body, whatever it was written in: the one form that new text and old text are told apart in."""

from __future__ import annotations

import re
from typing import NamedTuple

_QUOTE_PREFIX = re.compile(r"(?:[ \t]{0,3}[>|])+(?= |\t|$)|(?:[ \t]{0,3}>)+")
_INITIALS_PREFIX = re.compile(r"[A-ZÄÖÜ]{1,3}>(?= |$)")
# ">>> >>>  http://www.example.com <<<" decorates a line; it quotes nothing.
_LONGEST_DECORATION = 200
_DECORATION = re.compile(r">.*<{2,}\s*$")


class Line(NamedTuple):
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


MAX_LINES = 20_000
"""What stands below so many lines is taken as one piece: nobody wrote it by hand."""


def lines_of_text(text: str) -> list[Line]:
    """Return the lines of a plain text body."""
    raws = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", MAX_LINES)
    lines = [_line(raw) for raw in raws[:MAX_LINES]]
    if len(raws) > MAX_LINES:
        lines.append(Line(raws[-1].strip(), 0, raws[-1].rstrip()))
    return lines


def unquoted(line: Line) -> str:
    """Return a line of text without its quote prefix, indentation kept."""
    if not line.depth:
        return line.raw
    match = _prefix(line.raw)
    return line.raw[match.end() :].removeprefix(" ") if match else line.raw


def _line(raw: str) -> Line:
    first = raw.lstrip()[:4]
    match = _prefix(raw) if ">" in first or first.startswith("|") else None
    if match is None:
        return Line(raw.strip(), 0, raw)
    return Line(raw[match.end() :].strip(), max(1, match.group().count(">")), raw)


def _prefix(raw: str) -> re.Match[str] | None:
    """Initials before the sign ("AB> ") are how some older programs quote."""
    match = _INITIALS_PREFIX.match(raw) or _QUOTE_PREFIX.match(raw)
    if match is None or ">" not in match.group() or _DECORATION.match(raw.lstrip()[:_LONGEST_DECORATION]):
        return None
    return match


# Some programs put the attribution on the line of the answer's last word: "Thanks On Wed, Apr 4, 2012 at 3:59 PM,
# Bob <bob@example.com> wrote:".
_MAX_SHARING = 200_000
_SHARED_LINE = re.compile(
    r"^([^\n>]{1,300}?\S)[ \t]+(On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w{0,6},? )?"
    r"(?:\w{3,9} \d|\d{1,2}[ ./-]\w|\d{4}-)[^\n]{5,200} wrote:)[ \t]*$",
    re.MULTILINE,
)


def split_lines_of_text(text: str) -> list[Line]:
    """Return the lines of a plain text body, an attribution always on a line of its own."""
    return lines_of_text(_SHARED_LINE.sub(r"\1\n\2", text) if _may_share(text) else text)


def _may_share(text: str) -> bool:
    return len(text) < _MAX_SHARING and " wrote:" in text
