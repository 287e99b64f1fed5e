"""Telling new lines from old ones: each line of a body is new, signature or quoted past.

First the labels are found that introduce older mails. A label with nothing quoted below it ("hard") makes everything
after it past, as Outlook does. Above it, quotes that end the mail are past, and quotes that are followed by new lines
are the questions to inline answers: they stay, unless they are long.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from postroom.mail.past_finding import Past, find_past
from postroom.mail.past_labels import LabelKind
from postroom.mail.past_words import HANDED_ON
from postroom.mail.signature_words import CLOSING
from postroom.mail.signatures import signature_start
from postroom.mail.text_lines import Line

_MAX_CONTEXT = 25
_MAX_CONTEXT_ABOVE = 12
_MAX_OWN_WORDS = 3
_WRAPPED_FROM = 58
_MAX_WRAPPED = 60


class Role(enum.Enum):
    """What a line is."""

    NEW = "new"
    SIGNATURE = "signature"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True)
class _Section:
    """Lines `start` to `end` (not included), all written now or all quoted."""

    start: int
    end: int
    quoted: bool
    labelled: bool = False


@dataclass(slots=True)
class _Splitter:
    lines: Sequence[Line]
    sender_name: str
    past: Past
    roles: list[Role]


def roles_of(lines: Sequence[Line], sender_name: str = "") -> list[Role]:
    """Return the role of each line."""
    past = find_past(lines)
    roles = [Role.NEW] * past.start + [Role.QUOTED] * (len(lines) - past.start)
    state = _Splitter(lines, sender_name, past, roles)
    _settle_sections(state, _sections(state))
    _show_what_would_be_lost(state)
    return state.roles


def _sections(state: _Splitter) -> list[_Section]:
    """Cut the lines above the past into written and quoted ones; blank lines go with what stands above them."""
    end = state.past.start
    quoted = _quoted_flags(state, end)
    sections: list[_Section] = []
    start = 0
    for number in range(1, end + 1):
        if number < end and (quoted[number] == quoted[start] or not state.lines[number].raw.strip()):
            continue
        sections.append(
            _Section(start, number, quoted[start], not state.past.labelled.isdisjoint(range(start, number)))
        )
        start = number
    return sections


def _quoted_flags(state: _Splitter, end: int) -> list[bool]:
    flags = [line.depth > 0 for line in state.lines[:end]]
    for number in state.past.labelled:
        if number < end:
            flags[number] = True
    for number in range(1, end - 1):
        if not flags[number] and flags[number - 1] and _is_wrapped_quote(state.lines, number):
            flags[number] = True
    return flags


def _is_wrapped_quote(lines: Sequence[Line], number: int) -> bool:
    """Some mail programs wrap quoted lines that are too long, and forget the sign on the rest."""
    above, line, below = lines[number - 1], lines[number], lines[number + 1]
    return (
        above.depth > 0
        and below.depth > 0
        and len(above.raw) >= _WRAPPED_FROM
        and 0 < len(line.text) <= _MAX_WRAPPED
        and line.text[0].islower()
    )


def _settle_sections(state: _Splitter, sections: Sequence[_Section]) -> None:
    """Walk from the end: signatures and quotes are taken off until something new is met."""
    written = [section for section in sections if not section.quoted and _has_text(state, section)]
    ends_here = False
    for section in reversed(sections):
        if section.quoted:
            keep = ends_here and _is_context(section, above_all=not written or section.start < written[0].start)
            _settle_quote(state, section, keep)
        elif not ends_here:
            ends_here = _settle_end(state, section, alone=written == [section])


def _has_text(state: _Splitter, section: _Section) -> bool:
    return any(line.text for line in state.lines[section.start : section.end])


def _settle_end(state: _Splitter, section: _Section, *, alone: bool) -> bool:
    """Take the signature off; return whether anything was newly said here."""
    start = signature_start(state.lines, section.start, section.end, state.sender_name, alone=alone)
    state.roles[start : section.end] = [Role.SIGNATURE] * (section.end - start)
    said = [line.text for line in state.lines[section.start : start] if line.text]
    return bool(said) and not (len(said) <= 2 and CLOSING.fullmatch(said[0][:90]))


def _is_context(section: _Section, *, above_all: bool) -> bool:
    most = _MAX_CONTEXT_ABOVE if above_all and section.labelled else _MAX_CONTEXT
    return section.end - section.start <= most


def _settle_quote(state: _Splitter, section: _Section, keep: bool) -> None:
    """A quote that is kept loses its "... wrote:" all the same."""
    role = Role.NEW if keep else Role.QUOTED
    state.roles[section.start : section.end] = [role] * (section.end - section.start)
    if section.labelled:
        for number in state.past.labelled.intersection(range(section.start, section.end)):
            state.roles[number] = Role.QUOTED


def _show_what_would_be_lost(state: _Splitter) -> None:
    """A mail that hands on another, or would show nothing, shows what it hands on."""
    own = [line.text for line, role in zip(state.lines, state.roles, strict=True) if role is Role.NEW and line.text]
    handed_on = next((label for label in state.past.labels if label.kind is LabelKind.FORWARD), None)
    if handed_on is not None and _says_nothing(own):
        _show_from(state, min(state.past.start, handed_on.start))
    elif not own and state.past.is_open:
        _show_from(state, state.past.start)
    elif not own and not state.past.labels and Role.SIGNATURE not in state.roles:
        _show_from(state, 0)


def _says_nothing(own: Sequence[str]) -> bool:
    said = " ".join(own)
    return HANDED_ON.fullmatch(said[:200]) is not None or (len(said.split()) <= _MAX_OWN_WORDS and "?" not in said)


def _show_from(state: _Splitter, start: int) -> None:
    for number in range(start, len(state.lines)):
        if state.roles[number] is Role.QUOTED:
            state.roles[number] = Role.NEW
