"""A plain text body as safe HTML: quotes as quotes, links as links, line breaks kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from postroom.mail.html_attributes import write_attributes
from postroom.mail.html_links import link_attributes
from postroom.mail.text_lines import Line, lines_of_text, unquoted

_MAX_DEPTH = 20
_QUOTE = '<blockquote data-mail="quote">'
_LINK = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"\x00-\x1f]{1,2000})|(?P<www>\bwww\.[^\s<>\"@]{3,500})"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-zA-Z]{2,24}\b)"
)
_AFTER_LINK = ".,;:!?'\"*_»”’>"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def text_to_html(text: str) -> str:
    """Return plain text as safe HTML in the form `make_safe` gives: a `pre-wrap` block, quotes as `blockquote`."""
    return lines_to_html(lines_of_text(text))


def lines_to_html(lines: Sequence[Line]) -> str:
    """Return lines of plain text as safe HTML."""
    return "".join(_at_depth(depth, run) for depth, run in _by_depth(lines))


def _by_depth(lines: Sequence[Line]) -> Iterator[tuple[int, list[Line]]]:
    for depth, run in groupby(lines, key=lambda line: min(line.depth, _MAX_DEPTH)):
        yield depth, list(run)


def _at_depth(depth: int, lines: Sequence[Line]) -> str:
    shown = "\n".join(_with_links(unquoted(line)) for line in lines)
    block = f'<div style="white-space:pre-wrap">{shown}</div>'
    return _QUOTE * depth + block + "</blockquote>" * depth


def _with_links(text: str) -> str:
    if "://" not in text and "www." not in text and "@" not in text:
        return escape(text, quote=False)
    pieces: list[str] = []
    position = 0
    for match in _LINK.finditer(text):
        target, kind = _trimmed(match.group()), match.lastgroup
        end = match.start() + len(target)
        pieces += (
            escape(text[position : match.start()], quote=False),
            _link(target, "mailto:" if kind == "mail" else ""),
        )
        position = end
    pieces.append(escape(text[position:], quote=False))
    return "".join(pieces)


def _trimmed(target: str) -> str:
    """Punctuation behind a link belongs to the sentence; a bracket does unless it was opened inside the link."""
    while target:
        last = target[-1]
        if last in _BRACKETS and target.count(last) <= target.count(_BRACKETS[last]):
            break
        if last not in _AFTER_LINK and last not in _BRACKETS:
            break
        target = target[:-1]
    return target


def _link(target: str, scheme: str) -> str:
    return f"<a{write_attributes(link_attributes(scheme + target))}>{escape(target, quote=False)}</a>"
