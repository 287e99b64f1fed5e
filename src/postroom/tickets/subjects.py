"""The subject line on its way in and out: the mark `[Ticket#12345]`, prefixes, length."""

from __future__ import annotations

import re

from postroom.configuration import Configuration

_PREFIXES = re.compile(
    r"^\s*(?:(?:re|aw|antw|antwort|sv|vs|ref|rif|odp|wg|fw|fwd|tr|rv|vl|enc|doorst|回复|答复|转发)"
    r"(?:\s*\[\d+\]|\s*\(\d+\))?\s*[:：]\s*)+",
    re.IGNORECASE,
)


def numbers_in(subject: str, configuration: Configuration) -> list[str]:
    """Return the ticket numbers that marks in `subject` name, in order."""
    pattern = re.escape(configuration.ticket_mark) + r"\s{0,2}(\d{1,40})"
    return re.findall(pattern, subject[:2000], re.IGNORECASE)


def bare(subject: str, configuration: Configuration) -> str:
    """Return `subject` without mark and without reply and forward prefixes, white space squeezed."""
    mark = re.escape(configuration.ticket_mark)
    without_mark = re.sub(rf"\[{mark}\s{{0,2}}\d{{1,40}}\]", " ", subject, flags=re.IGNORECASE)
    squeezed = " ".join(without_mark.split())
    return _PREFIXES.sub("", squeezed).strip()


def for_sending(title: str, number: str, prefix: str, configuration: Configuration) -> str:
    """Return the subject of an answer: prefix, title cut to the set length, mark where the settings want it."""
    text = bare(title, configuration)
    if len(text) > configuration.subject_length:
        text = text[: configuration.subject_length].rstrip() + "[...]"
    mark = f"[{configuration.ticket_mark}{number}]"
    places = {"left": [mark, text], "right": [text, mark], "off": [text]}
    body = " ".join(part for part in places[configuration.ticket_mark_place] if part)
    return f"{prefix}: {body}" if prefix else body
