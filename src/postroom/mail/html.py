"""The HTML body of a mail made safe to show inside a page.

nh3 parses it as a browser does and writes it out again with allowed tags and attributes only; what needs judgement
(styles, links, images) is then decided attribute by attribute. Forms, scripts, frames and style sheets are gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

import nh3

from postroom.mail.html_attributes import Attributes, read_attributes, safe_attributes, write_attributes
from postroom.mail.html_bounds import bound
from postroom.mail.html_links import deceptive_target
from postroom.mail.html_tags import ATTRIBUTES, DROPPED_WITH_CONTENT, TAGS, URL_SCHEMES
from postroom.sentences import Sentence


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """HTML that can be shown, and what the page must know to show it."""

    html: str
    cids: frozenset[str] = frozenset()
    """The known Content-IDs that the body shows, as `<img data-cid="...">`."""
    has_remote: bool = False
    """Something waits in `data-remote-src` or `data-remote-background` for the reader's click (tracking aside)."""
    defects: tuple[Sentence, ...] = ()


_BODY = re.compile(r"<body(?=[\s>])", re.IGNORECASE)
_TAG_WITH_ATTRIBUTES = re.compile(r"<([a-z][a-z0-9]*) ([^>]*)>")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>(?:<span> \[→ [^<>\]]*\]</span>)?', re.DOTALL)
_LINK_IN_LINK = re.compile(r"<a[ >][^<]*(?:<(?!/a>|a[ >])[^<]*)*<a[ >]")
_UNWRAPPED = re.compile(
    r"<(?:form|button|select|option|optgroup|fieldset|legend|object|marquee|applet|template|svg|math|dialog|search|hgroup"
    r"|listing|xmp|plaintext|frameset|param|summary|nobr)\b",
    re.IGNORECASE,
)
_SHOWN_LENGTH = 120

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    url_schemes=set(URL_SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def make_safe(html: str, known_cids: frozenset[str] = frozenset()) -> SafeHtml:
    """Return the HTML of a mail made safe.

    `known_cids` are the Content-IDs (without angle brackets) and Content-Locations of the parts beside the body; an
    image that names one of them keeps the name in `data-cid`. Never raises; what was cut is said in `.defects`.
    Making safe what is safe already changes nothing.
    """
    html, defects = bound(html)
    rewriter = _Rewriter(known_cids)
    safe = _TAG_WITH_ATTRIBUTES.sub(rewriter, _clean(_BODY.sub("<div", html, count=1)))
    if "</a>" in safe:
        safe = _LINK.sub(_with_true_target, safe)
    return SafeHtml(safe, frozenset(rewriter.cids), rewriter.has_remote, defects)


def _clean(html: str) -> str:
    """Parse and write out, so that a browser reads the same tree.

    Where an element was taken away around others, or a link stands in a link, a parser reads differently what was
    written; then what it reads is written out again.
    """
    cleaned = _CLEANER.clean(html)
    if _UNWRAPPED.search(html) or _LINK_IN_LINK.search(cleaned):
        cleaned = _CLEANER.clean(cleaned)
    return cleaned.replace("<input>", "")


@dataclass(slots=True)
class _Rewriter:
    """Rewrites the tags of one body, remembering the ones it has met: mails repeat themselves."""

    known_cids: frozenset[str]
    cids: set[str] = field(default_factory=set)
    has_remote: bool = False
    seen: dict[str, str] = field(default_factory=dict)

    def __call__(self, match: re.Match[str]) -> str:
        source = match.group()
        written = self.seen.get(source)
        if written is None:
            written = self.seen[source] = self._rewrite(match.group(1), match.group(2))
        return written

    def _rewrite(self, tag: str, source: str) -> str:
        attributes = read_attributes(source)
        if tag == "input":
            return _input_as_text(attributes)
        kept = safe_attributes(tag, attributes, self.known_cids)
        self._note(kept)
        return f"<{tag}{write_attributes(kept)}>"

    def _note(self, kept: Attributes) -> None:
        if "data-cid" in kept:
            self.cids.add(kept["data-cid"])
        if "data-remote-background" in kept or ("data-remote-src" in kept and "data-tracking" not in kept):
            self.has_remote = True


def _input_as_text(attributes: Attributes) -> str:
    kind = attributes.get("type", "text").lower()
    if kind in {"hidden", "password", "image", "file"}:
        return ""
    if kind in {"checkbox", "radio"}:
        return "☑" if "checked" in attributes else "☐"
    return escape(attributes.get("value", ""), quote=False)


def _with_true_target(match: re.Match[str]) -> str:
    target = deceptive_target(read_attributes(f'href="{match.group(1)}"')["href"], match.group(2))
    if not target:
        return match.group()
    shown = escape(target[:_SHOWN_LENGTH])
    opening = match.group()[: match.start(2) - match.start()]
    return (
        f'{opening[:-1]} data-true-target="{shown}">{match.group(2)}</a>'
        f'<span data-mail="link-target"> [→ {shown}]</span>'
    )
