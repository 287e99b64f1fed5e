"""The tags and texts of HTML that `html.make_safe` has written.

That HTML comes from a parser and is well formed: every `<` and `>` inside texts and attributes is escaped, so that one
regular expression reads it, in one pass, at any depth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from postroom.mail.words import words

TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|[^<]+")
"""Groups: 1 `/` for an end tag, 2 name, 3 attributes; no group for a text."""

VOID = frozenset({"br", "col", "hr", "img", "input", "wbr"})
"""Elements without an end tag, among those allowed."""

NO_BREAK, LINE_BREAK, PARAGRAPH_BREAK = 0, 1, 2

_BREAKS: dict[str, int] = {
    **dict.fromkeys(
        words(
            "address article aside caption center dd details dir div dt figcaption figure footer header hr li main menu"
            " nav section summary tr table tbody thead tfoot"
        ),
        LINE_BREAK,
    ),
    **dict.fromkeys(words("blockquote dl h1 h2 h3 h4 h5 h6 ol p pre ul"), PARAGRAPH_BREAK),
}
_WITH_A_PART = words("br hr img td th tr ul ol dir menu li")
_HANDED_DOWN = frozenset({"quote", "signature", "past", "attribution", "forward", "header"})
_MARKS = re.compile(r'data-mail="([^"]*)"')
_HIDDEN = re.compile(r'style="(?:[^"]*;)?(?:display:none|visibility:hidden)')


@dataclass(frozen=True, slots=True)
class Start:
    """What a start tag means to the lines of the text."""

    name: str
    """Of an element that plays a part of its own (list, row, cell, void); else empty."""
    gap: int = NO_BREAK
    """The break before and after the element."""
    is_void: bool = False
    is_hidden: bool = False
    is_pre: bool = False
    """White space in it stands as written."""
    marks: tuple[str, ...] = ()
    """The words of `data-mail` that hold for everything inside."""

    @property
    def is_plain(self) -> bool:
        """The element changes nothing."""
        return not (self.name or self.gap or self.is_hidden or self.is_pre or self.marks)


@lru_cache(maxsize=4096)
def read_start(name: str, attributes: str) -> Start | None:
    """Return what a start tag means, or None where it means nothing: mails repeat their tags."""
    found = _MARKS.search(attributes)
    marks = found.group(1).split() if found else []
    start = Start(
        name if name in _WITH_A_PART else "",
        LINE_BREAK if "mso" in marks else _BREAKS.get(name, NO_BREAK),
        name in VOID,
        _HIDDEN.search(attributes) is not None or "link-target" in marks,
        name == "pre" or "white-space:pre" in attributes,
        tuple(mark for mark in marks if mark in _HANDED_DOWN),
    )
    return None if start.is_plain and not start.is_void else start
