"""Bounds on HTML before it reaches the parser, whose cost grows with the square of some sizes.

Measured on html5ever: 10,000 open elements inside one another cost 0.3 s and 100,000 cost 22 s; 500,000 character
references in one run of text cost 4 s, and as many no-break spaces do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from postroom.mail.words import words
from postroom.sentences import Sentence
from postroom.sentences import sentence as _

MAX_CHARACTERS = 12_000_000
MAX_TAGS = 120_000
MAX_REFERENCES = 150_000
MAX_NO_BREAK_SPACES = 40_000
MAX_DEPTH = 400
"""Browsers stop nesting at 512."""
HARMLESS_TAGS = 4_000
"""So many tags cannot nest deep enough to be slow, whatever they are."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
_VOID = words("area base br col embed hr img input link meta param source track wbr")
_SELF_CLOSING = words("p li td th tr tbody thead tfoot option dt dd colgroup")


def bound(html: str) -> tuple[str, tuple[Sentence, ...]]:
    """Return `html` cut and flattened to what the parser can take in quickly, and sentences on what was cut."""
    defects: list[Sentence] = []
    if not html.isascii():
        html = html.encode("utf-8", "replace").decode("utf-8")  # half of a surrogate pair is no character
    if len(html) > MAX_CHARACTERS:
        html = html[:MAX_CHARACTERS]
        defects.append(_("The HTML body was cut after %(most)s characters.", most=MAX_CHARACTERS))
    html = html.replace("&nbsp;", "\xa0")
    if html.count("\xa0") > MAX_NO_BREAK_SPACES:
        html = html.replace("\xa0", " ")
    html = _cut_after(html, "<", MAX_TAGS, _("The HTML body was cut after %(most)s tags.", most=MAX_TAGS), defects)
    html = _cut_after(
        html,
        "&",
        MAX_REFERENCES,
        _("The HTML body was cut after %(most)s character references.", most=MAX_REFERENCES),
        defects,
    )
    if html.count("<") > HARMLESS_TAGS:
        html = _flatten(html, defects)
    return html, tuple(defects)


def _cut_after(html: str, sign: str, most: int, said: Sentence, defects: list[Sentence]) -> str:
    if html.count(sign) <= most:
        return html
    position = -1
    for _time in range(most + 1):
        position = html.index(sign, position + 1)
    defects.append(said)
    return html[:position]


def _flatten(html: str, defects: list[Sentence]) -> str:
    flattener = _Flattener()
    # Behind the last ">" every "<" would search to the end in vain: quadratic time.
    end = html.rfind(">") + 1
    html = _TAG.sub(flattener, html[:end]) + html[end:]
    if flattener.dropped:
        defects.append(
            _(
                "The HTML body was nested more than %(most)s levels deep; the deeper levels were flattened.",
                most=MAX_DEPTH,
            )
        )
    return html


@dataclass(slots=True)
class _Flattener:
    """Drops tags that would open deeper than MAX_DEPTH.

    Only an end tag that closes the innermost element counts as closing: the parser may ignore any other one, and the
    depth must never be guessed too small.
    """

    stack: list[str] = field(default_factory=list)
    dropped: int = 0

    def __call__(self, match: re.Match[str]) -> str:
        closing, name = match.group(1), match.group(2).lower()
        if name in _VOID:
            return match.group()
        return self._close(name, match.group()) if closing else self._open(name, match.group())

    def _open(self, name: str, tag: str) -> str:
        if name in _SELF_CLOSING and self.stack and self.stack[-1] == name:
            return tag
        if len(self.stack) >= MAX_DEPTH:
            self.dropped += 1
            return " "
        self.stack.append(name)
        return tag

    def _close(self, name: str, tag: str) -> str:
        while self.stack and self.stack[-1] != name and self.stack[-1] in _SELF_CLOSING and name not in _SELF_CLOSING:
            self.stack.pop()
        if self.stack and self.stack[-1] == name:
            self.stack.pop()
        return tag
