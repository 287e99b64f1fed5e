"""The tags and texts of HTML that `html.make_safe` has written.

That HTML comes from a parser and is well formed: every `<` and `>` inside texts and attributes is escaped, so that one
regular expression reads it, in one pass, at any depth.
"""

from __future__ import annotations

import re

TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|[^<]+")
"""Groups: 1 `/` for an end tag, 2 name, 3 attributes; no group for a text."""

VOID = frozenset({"br", "col", "hr", "img", "input", "wbr"})
"""Elements without an end tag, among those allowed."""

_MARKS = re.compile(r'data-mail="([^"]*)"')
_HIDDEN = re.compile(r'style="(?:[^"]*;)?(?:display:none|visibility:hidden)')


def marks_in(attributes: str) -> tuple[str, ...]:
    """Return the words of `data-mail` in the attributes of a start tag."""
    match = _MARKS.search(attributes) if "data-mail" in attributes else None
    return tuple(match.group(1).split()) if match else ()


def is_hidden(attributes: str) -> bool:
    """Return whether the start tag says that its content is not shown."""
    return "style" in attributes and _HIDDEN.search(attributes) is not None


def keeps_white_space(attributes: str) -> bool:
    """Return whether the start tag says that line ends in its text are line ends to the reader."""
    return "white-space:pre" in attributes
