"""Text that is not yet plain: format=flowed (RFC 3676), text/enriched (RFC 1896), text/richtext, calendars, cards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from postroom.mail.calendar_text import describe_calendar
from postroom.mail.vcard_text import VCARD_TYPES, describe_vcard

_QUOTE = re.compile(r"^(>+)")
_ENRICHED_COMMAND = re.compile(r"<(/?)([A-Za-z0-9-]{1,60})>")
_PARAM = re.compile(r"<param>[^<]{0,500}</param>", re.IGNORECASE)
_COMMENT = re.compile(r"<comment>[^<]{0,5000}</comment>", re.IGNORECASE)
_NEWLINES = re.compile(r"\n+")
_RICHTEXT_BREAKS = {"nl": "\n", "np": "\n\n", "lt": "<"}


def to_plain(text: str, content_type: str, params: Mapping[str, str]) -> str:
    """Return `text` as plain text with one line a paragraph where the format says where paragraphs end."""
    if content_type == "text/enriched":
        return _enriched(text)
    if content_type == "text/richtext":
        return _richtext(text)
    if content_type == "text/calendar":
        return describe_calendar(text)
    if content_type in VCARD_TYPES:
        return describe_vcard(text)
    if params.get("format", "").lower() == "flowed":
        return unflow(text, delete_space=params.get("delsp", "").lower() == "yes")
    return text


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the lines that end with a blank to the next of the same quote depth (RFC 3676 section 4)."""
    out: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth, content = _unstuffed(line)
        flowed = content.endswith(" ") and content != "-- "
        piece = content[:-1] if flowed and delete_space else content
        if open_depth == depth and content != "-- ":
            out[-1] += piece
        else:
            out.append((">" * depth + " " if depth else "") + piece)
        open_depth = depth if flowed else None
    return "\n".join(line.rstrip() if line != "-- " else line for line in out)


def _unstuffed(line: str) -> tuple[int, str]:
    """Return the quote depth and the content without its stuffed blank."""
    match = _QUOTE.match(line)
    depth = len(match[1]) if match else 0
    content = line[depth:]
    return depth, content[1:] if content.startswith(" ") else content


def _enriched(text: str) -> str:
    """One line end is a blank, n of them are n-1; `<<` is a literal angle bracket."""
    text = _PARAM.sub("", text)
    text = _NEWLINES.sub(lambda match: "\n" * (len(match[0]) - 1) or " ", text)
    literal = text.replace("<<", "\0")
    return _ENRICHED_COMMAND.sub("", literal).replace("\0", "<")


def _richtext(text: str) -> str:
    text = _COMMENT.sub("", text).replace("\n", " ")
    return unescape(_ENRICHED_COMMAND.sub(lambda match: _RICHTEXT_BREAKS.get(match[2].lower(), ""), text))
