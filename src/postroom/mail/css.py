"""Inline styles reduced to what changes the look of a mail inside its frame.

Nothing may load (`url()`, `image-set()`), run (`expression()`, `behavior`), cover the page (`position`, `z-index`,
transforms) or move out of the frame (negative margins and indents).
"""

from __future__ import annotations

import re
from functools import lru_cache

from postroom.mail.words import words

_COLOURS = (
    "color background-color border-color border-top-color border-right-color border-bottom-color border-left-color"
)
_LENGTHS = (
    "margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom"
    " padding-left width height min-width max-width min-height max-height font-size line-height letter-spacing"
    " word-spacing text-indent border-spacing border-width border-top-width border-right-width border-bottom-width"
    " border-left-width border-radius"
)
_WORDS = (
    "border border-top border-right border-bottom border-left border-style border-top-style border-right-style"
    " border-bottom-style border-left-style border-collapse font font-family font-style font-variant font-weight"
    " text-align text-decoration text-decoration-line text-decoration-color text-transform vertical-align white-space"
    " word-break word-wrap overflow-wrap direction unicode-bidi list-style-type float clear table-layout caption-side"
    " empty-cells visibility background"
)
PROPERTIES = frozenset(f"{_COLOURS} {_LENGTHS} {_WORDS} display overflow".split())

_DISPLAYS = words(
    "block inline inline-block list-item none table table-cell table-column table-column-group table-footer-group"
    " table-header-group table-row table-row-group inline-table"
)
_OVERFLOWS = frozenset({"hidden", "auto", "visible"})
_MAX_LENGTH = 4_000

# Characters that a harmless value is made of: no backslash (CSS escapes), no braces, no @, no angle brackets.
_PLAIN = re.compile(r"[-\w\s#.,%+/'\"()]{1,200}")
_FUNCTION = re.compile(r"([-\w]*)\(")
_FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla"})
_NEGATIVE = re.compile(r"(?<![\w)])-\s*[\d.]")
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([\d\s.,%/]{1,60}\)|[a-z]{3,25}", re.IGNORECASE)
_BACKGROUND_WORDS = words(
    "none url repeat scroll fixed local left right top bottom center auto cover contain transparent initial inherit"
    " unset border padding content box"
)
_COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|$)")


@lru_cache(maxsize=2048)
def filter_style(style: str) -> str:
    """Return the declarations of a style attribute (unescaped) that may stay, as `name:value;name:value`."""
    if len(style) > _MAX_LENGTH:
        return ""
    kept = (_declaration(part) for part in _COMMENT.sub(" ", style).split(";"))
    return ";".join(part for part in kept if part)


def _declaration(declaration: str) -> str:
    name, _, value = declaration.partition(":")
    name, value = name.strip().lower(), _without_important(value.strip())
    if name not in PROPERTIES or not value:
        return ""
    if name == "background":
        return _background_colour(value)
    return f"{name}:{value}" if _is_harmless(name, value) else ""


def _without_important(value: str) -> str:
    return value.partition("!")[0].rstrip()


def _is_harmless(name: str, value: str) -> bool:
    if not _PLAIN.fullmatch(value) or _NEGATIVE.search(value) or not _is_balanced(value):
        return False
    if any(function.lower() not in _FUNCTIONS for function in _FUNCTION.findall(value)):
        return False
    if name == "display":
        return value.lower() in _DISPLAYS
    if name == "overflow":
        return value.lower() in _OVERFLOWS
    return True


def _is_balanced(value: str) -> bool:
    return value.count("(") == value.count(")") and value.count('"') % 2 == 0 and value.count("'") % 2 == 0


def _background_colour(value: str) -> str:
    """Keep the colour of a `background` shorthand; its image and position go."""
    before_image = re.sub(r"url\([^)]*\)?", " ", value, flags=re.IGNORECASE)
    if not _PLAIN.fullmatch(before_image):
        return ""
    for colour in _COLOUR.findall(before_image):
        if colour.lower() not in _BACKGROUND_WORDS:
            return f"background-color:{colour}"
    return ""
