"""Plain text of an HTML body, as its reader sees it."""

from __future__ import annotations

from collections.abc import Iterable

from postroom.mail.html import make_safe
from postroom.mail.html_lines import lines_of_html
from postroom.mail.html_links import with_targets
from postroom.mail.text_lines import Line


def html_to_text(html: str) -> str:
    """Return the visible words of any HTML as text: lists, table rows, quotes and paragraphs in lines of their own."""
    return text_of_lines(lines_of_html(make_safe(html).html))


def html_to_mail_text(html: str) -> str:
    """Return the same for the plain text of a mail that leaves, where nothing can be clicked.

    A link whose words are not its address keeps the address behind them, as `words <https://…>` (RFC 3986 appendix C).
    """
    return text_of_lines(lines_of_html(with_targets(make_safe(html).html)))


def text_of_lines(lines: Iterable[Line]) -> str:
    """Return lines as text, without blank lines at the ends and never more than two in a row."""
    shown: list[str] = []
    blanks = 0
    for line in lines:
        blanks = 0 if line.raw.strip() else blanks + 1
        if blanks <= 2:
            shown.append(line.raw.rstrip())
    return "\n".join(shown).strip("\n")
