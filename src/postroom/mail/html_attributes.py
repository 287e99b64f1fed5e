"""The attributes of one element made safe, on the text that the HTML parser has written out.

The parser writes every attribute as ` name="value"` with `&`, `<`, `>` and `"` escaped, so that rewriting one tag at a
time on the text cannot change the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from postroom.mail.css import filter_style
from postroom.mail.html_images import image_attributes, is_remote
from postroom.mail.html_links import link_attributes
from postroom.mail.html_marks import marks_of, marks_of_style
from postroom.mail.words import words

Attributes = dict[str, str]

_ATTRIBUTE = re.compile(r'([^\s=]+)="([^"]*)"')
_NAMING = ("class", "id", "name", "data-marker", "data-mail")
_COLOURED = frozenset({"table", "td", "th", "tr"})
_COLOUR = re.compile(r"#?[\w]{1,30}|rgb\([\d\s,%]{1,40}\)")


def read_attributes(source: str) -> Attributes:
    """Return the attributes of a tag as written by the parser, unescaped."""
    return {name: unescape(value) if "&" in value else value for name, value in _ATTRIBUTE.findall(source)}


def write_attributes(attributes: Attributes) -> str:
    """Return the attributes as ` name="value"` each."""
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def safe_attributes(tag: str, attributes: Attributes, known_cids: frozenset[str]) -> Attributes:
    """Return what may stay of the attributes of `tag`, with marks, links and images in Postroom's form."""
    marks = _marks(tag, attributes)
    style = _style(tag, attributes)
    kept = {name: value for name, value in attributes.items() if name not in _READ and _is_sane(name, value)}
    kept.update(_EXTRA.get(tag, _nothing)(attributes))
    if tag == "a":
        kept.update(link_attributes(attributes.get("href", "")))
    elif tag == "img":
        kept.update(image_attributes(attributes, style, known_cids))
    if style:
        kept["style"] = style
    if marks:
        kept["data-mail"] = " ".join(marks)
    return kept


_READ = words(
    "class id name data-marker data-mail data-cid data-remote-src data-remote-background style bgcolor text background"
    " href src type"
)
_MEASURES = frozenset(
    {"width", "height", "border", "hspace", "vspace", "cellpadding", "cellspacing", "colspan", "rowspan"}
)
_MEASURE = re.compile(r"\d{1,5}(?:\.\d{1,4})?(?:px|pt|%)?")


def _is_sane(name: str, value: str) -> bool:
    return name not in _MEASURES or _MEASURE.fullmatch(value.strip()) is not None


def _marks(tag: str, attributes: Attributes) -> tuple[str, ...]:
    names = " ".join(attributes[name] for name in _NAMING if name in attributes)
    marks = marks_of(names) if names else ()
    if tag == "blockquote" and attributes.get("type", "").lower() == "cite":
        marks = (*marks, "quote")
    if "style" in attributes:
        marks += marks_of_style(tag, attributes["style"])
    return tuple(dict.fromkeys(marks))


def _style(tag: str, attributes: Attributes) -> str:
    style = filter_style(attributes["style"]) if "style" in attributes else ""
    if tag == "div" and ("bgcolor" in attributes or "text" in attributes):
        return filter_style(_body_style(attributes) + style)
    return style


def _body_style(attributes: Attributes) -> str:
    """The body element stands as a div: its colour attributes become a style."""
    style = ""
    if _COLOUR.fullmatch(attributes.get("bgcolor", "")):
        style += f"background-color:{attributes['bgcolor']};"
    if _COLOUR.fullmatch(attributes.get("text", "")):
        style += f"color:{attributes['text']};"
    return style


def _table_colours(attributes: Attributes) -> Attributes:
    kept = {}
    if _COLOUR.fullmatch(attributes.get("bgcolor", "")):
        kept["bgcolor"] = attributes["bgcolor"]
    background = attributes.get("background") or attributes.get("data-remote-background", "")
    if is_remote(background):
        kept["data-remote-background"] = background
    return kept


def _list_type(attributes: Attributes) -> Attributes:
    return {"type": attributes["type"]} if "type" in attributes else {}


def _nothing(_attributes: Attributes) -> Attributes:
    return {}


_EXTRA: dict[str, Callable[[Attributes], Attributes]] = {
    **dict.fromkeys(_COLOURED, _table_colours),
    **dict.fromkeys(("ol", "ul", "li"), _list_type),
}
