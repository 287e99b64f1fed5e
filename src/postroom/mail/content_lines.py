"""The lines of iCalendar (RFC 5545 section 3.1) and vCard (RFC 6350 section 3.2) files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(r'^(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;(?:[^":;]|"[^"]*")*)*):(.*)$')
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;"]*)')
_ESCAPED = re.compile(r"\\(.)")
_MOST_LINES = 2_000
_LONGEST_LINE = 20_000


@dataclass(frozen=True, slots=True)
class ContentLine:
    """`NAME;PARAM=x:value`, the name and the names of parameters in upper case."""

    name: str
    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value with its escapes undone."""
        return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], self.value).strip()


def content_lines(text: str) -> Iterator[ContentLine]:
    """Yield the lines that can be read, unfolded."""
    for line in _FOLD.sub("", text).split("\n", _MOST_LINES)[:_MOST_LINES]:
        if len(line) > _LONGEST_LINE:
            continue
        match = _LINE.match(line)
        if match:
            params = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(match[2])}
            yield ContentLine(match[1].upper(), params, match[3])
