"""Mail on its way into the editor of an answer and out of it again.

The editor shows mail in a page whose policy refuses style attributes: styles go in and out as `data-style`. Images
that belong to the mail get an address to be shown by and lose it again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

import nh3

from postroom.mail.html_lines import lines_of_html
from postroom.mail.html_tags import ATTRIBUTES, DROPPED_WITH_CONTENT, TAGS, URL_SCHEMES
from postroom.mail.html_text import text_of_lines
from postroom.mail.text_lines import Line

_TAG = re.compile(r"<[a-z][a-z0-9]* [^>]*>")
_PRE_WRAP = re.compile(r'<div style="white-space:pre-wrap">((?:(?!</?div)[^\n]|\n)*)</div>')
_CID = re.compile(r' data-cid="([^"]*)"')
_SOURCE = re.compile(r' src="[^"]*"')
_BLANK = re.compile(r"<(p|div)((?: [^>]*)?)><br></\1>")
_EMPTY = re.compile(r"<(p|div|td|th|li)((?: [^>]*)?)></\1>")
_LAID_OUT = re.compile(r"[\s>]+")
_OLDER = frozenset({"signature", "attribution", "quote", "forward", "past"})

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={tag: {*names, *({"data-style"} if tag == "*" else ())} for tag, names in ATTRIBUTES.items()},
    url_schemes=set(URL_SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def to_editor(safe_html: str, sources: Mapping[str, str]) -> str:
    """Return HTML that `make_safe` has written as the editor takes it. `sources`: addresses of images by Content-ID."""
    # The editor gives an empty block its height by itself: with the break it would be two lines.
    lines = _BLANK.sub(r"<\1\2></\1>", _PRE_WRAP.sub(_in_lines, safe_html))
    return _TAG.sub(lambda tag: _into(tag[0], sources), lines)


def from_editor(html: str) -> str:
    """Return what the editor sent as HTML of a mail; it is yet to be made safe."""
    clean = _TAG.sub(_out_of, _CLEANER.clean(html))
    # Mail programs give an empty block no height.
    return _EMPTY.sub(r"<\1\2><br></\1>", clean)


def own_words(safe_html: str) -> str:
    """Return what was written beside quotes and signature, as text."""
    return text_of_lines(line for line in lines_of_html(safe_html) if not line.depth and not line.marks & _OLDER)


def goes_beyond(safe_html: str, given: str) -> bool:
    """Whether anything was written or changed: quote and signature, as they were `given`, are no answer."""
    stood = _voices(given)
    return any(words and words != stood[voice] for voice, words in _voices(safe_html).items())


def text_goes_beyond(text: str, given: str) -> bool:
    """Return the same for plain text."""
    stood = _voices(given)
    return _words(text) not in {"", *stood.values(), stood["signature"] + stood["older"]}


def _voices(safe_html: str) -> dict[str, str]:
    voices = {"own": "", "signature": "", "older": ""}
    for line in lines_of_html(safe_html):
        voices[_voice(line)] += _words(line.text)
    return voices


def _words(text: str) -> str:
    """White space and the signs of quotes are laid out anew by every editor."""
    return _LAID_OUT.sub("", text)


def _voice(line: Line) -> str:
    if "signature" in line.marks and not line.depth:
        return "signature"
    return "older" if line.depth or line.marks & _OLDER else "own"


def _in_lines(match: re.Match[str]) -> str:
    """Each line a block of its own, so that one can write between them."""
    return "".join(f"<div>{line}</div>" for line in match[1].split("\n"))


def _into(tag: str, sources: Mapping[str, str]) -> str:
    tag = tag.replace(' style="', ' data-style="')
    return _CID.sub(lambda cid: f'{cid[0]} src="{escape(sources.get(unescape(cid[1]), ""))}"', tag)


def _out_of(match: re.Match[str]) -> str:
    tag = match[0].replace(' data-style="', ' style="')
    return _SOURCE.sub("", tag) if " data-cid=" in tag else tag
