"""New text, signature and quoted past of a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postroom.mail.html import make_safe
from postroom.mail.html_lines import lines_of_html
from postroom.mail.html_text import text_of_lines
from postroom.mail.split import Role, roles_of
from postroom.mail.text_lines import Line, split_lines_of_text


@dataclass(frozen=True, slots=True)
class SplitBody:
    """A body in three: every line of `text` that is not blank stands in exactly one of them, in order."""

    text: str
    new_text: str
    signature: str = ""
    quoted: str = ""


def split_text(text: str, sender_name: str = "") -> SplitBody:
    """Split a plain text body. `sender_name` (From's display name) helps to see where a signature begins."""
    return _split(split_lines_of_text(text), sender_name)


def split_html(html: str, sender_name: str = "") -> SplitBody:
    """Split any HTML body, safe or not; `.text` is the whole of it as text."""
    return split_safe_html(make_safe(html).html, sender_name)


def split_safe_html(safe_html: str, sender_name: str = "") -> SplitBody:
    """Split HTML that `make_safe` has written; `.text` is the whole of it as text."""
    return _split(lines_of_html(safe_html), sender_name)


def _split(lines: Sequence[Line], sender_name: str) -> SplitBody:
    parts: dict[Role, list[Line]] = {role: [] for role in Role}
    for line, role in zip(lines, roles_of(lines, sender_name), strict=True):
        parts[role].append(line)
    return SplitBody(
        text=text_of_lines(lines),
        new_text=text_of_lines(parts[Role.NEW]),
        signature=text_of_lines(parts[Role.SIGNATURE]),
        quoted=text_of_lines(parts[Role.QUOTED]),
    )
