"""Cut a multipart body at its boundaries (RFC 2046 section 5.1), by offsets: nothing is copied."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GUESS = re.compile(rb"(?<![^\n])--([^\s-][^\r\n]{0,199}|-[^\r\n]{1,199})\r*\nContent-[A-Za-z-]+[ \t]*:", re.IGNORECASE)
_GUESS_WINDOW = 256 * 1024
_LONGEST_REST = 200


@dataclass(frozen=True, slots=True)
class Span:
    """Where one body part stands; `closed` where the delimiter after it was the closing one."""

    start: int
    end: int
    closed: bool = False


@dataclass(frozen=True, slots=True)
class _Delimiter:
    start: int
    end: int
    closing: bool


def split(source: bytes, start: int, end: int, boundary: bytes, most: int) -> list[Span]:
    """Return at most `most` parts between the delimiters of `boundary`; none where it does not occur.

    A part may go on to `end` without a closing delimiter, and parts may stand behind one: both happen.
    """
    if not boundary:
        return []
    spans: list[Span] = []
    before: _Delimiter | None = None
    for delimiter in _delimiters(source, start, end, boundary, most + 1):
        if before and not before.closing:
            spans.append(Span(before.end, max(before.end, delimiter.start), delimiter.closing))
        before = delimiter
    if before and not before.closing and len(spans) < most:
        spans.append(Span(before.end, end))
    return [span for span in spans if span.end > span.start]


def guess_boundary(source: bytes, start: int, end: int) -> bytes:
    """Return what looks like the boundary where none is named or the named one does not occur; or nothing."""
    match = _GUESS.search(source, start, min(end, start + _GUESS_WINDOW))
    return match[1].rstrip() if match else b""


def _delimiters(source: bytes, start: int, end: int, boundary: bytes, most: int) -> list[_Delimiter]:
    """Return the delimiter lines; the line end before one belongs to it."""
    needle = b"--" + boundary
    found: list[_Delimiter] = []
    position = start
    while len(found) < most and (at := source.find(needle, position, end)) >= 0:
        position = at + len(needle)
        if at > start and source[at - 1] not in b"\r\n":
            continue
        newline = source.find(b"\n", position, end)
        line_end = end if newline < 0 else newline + 1
        rest = source[position : min(line_end, position + _LONGEST_REST)].strip()
        if rest and not rest.startswith(b"--"):
            continue
        found.append(_Delimiter(_before_line_end(source, at, start), line_end, bool(rest)))
        position = line_end
    return found


def _before_line_end(source: bytes, position: int, start: int) -> int:
    if position > start and source[position - 1] == 0x0A:
        position -= 1
    if position > start and source[position - 1] == 0x0D:
        position -= 1
    return position
