"""New text, signature and quoted past of a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postroom.mail.html import make_safe
from postroom.mail.html_lines import lines_of_html
from postroom.mail.html_text import text_of_lines
from postroom.mail.text_lines import Line, lines_of_text


@dataclass(frozen=True, slots=True)
class SplitBody:
    """A body in three: every line of `text` stands in one of them, in order."""

    text: str
    new_text: str
    signature: str = ""
    quoted: str = ""


def split_text(text: str, sender_name: str = "") -> SplitBody:
    """Split a plain text body. `sender_name` (From's display name) helps to see where a signature begins."""
    return _split(lines_of_text(text), sender_name)


def split_html(html: str, sender_name: str = "") -> SplitBody:
    """Split an HTML body, safe or not; `.text` is the whole of it as text."""
    return split_safe_html(make_safe(html).html, sender_name)


def split_safe_html(safe_html: str, sender_name: str = "") -> SplitBody:
    """Split HTML that `make_safe` has written."""
    return _split(lines_of_html(safe_html), sender_name)


def _split(lines: Sequence[Line], sender_name: str) -> SplitBody:
    text = text_of_lines(lines)
    return SplitBody(text, text)
