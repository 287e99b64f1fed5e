"""The HTML of a body in parts: new, and past to be folded.

The HTML is cut where the lines change their role. Elements that are open at a cut are closed above it and opened again
below it, so that every part is whole and keeps its look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from postroom.mail.html_lines import lines_of_html
from postroom.mail.html_tokens import TOKEN, VOID
from postroom.mail.split import Role, roles_of
from postroom.mail.text_html import lines_to_html
from postroom.mail.text_lines import Line, split_lines_of_text


@dataclass(frozen=True, slots=True)
class FoldedPart:
    """A stretch of the body whose lines are all of one role."""

    role: Role
    html: str
    """Whole, well-formed, safe HTML."""


@dataclass(frozen=True, slots=True)
class FoldedHtml:
    """The body in order. The page shows new parts and folds the others."""

    parts: tuple[FoldedPart, ...]

    @property
    def new(self) -> str:
        """What is newly written, in order."""
        return self._of(Role.NEW)

    @property
    def signature(self) -> str:
        """The sender's signature."""
        return self._of(Role.SIGNATURE)

    @property
    def quoted(self) -> str:
        """The quoted past, in order."""
        return self._of(Role.QUOTED)

    def _of(self, role: Role) -> str:
        return "".join(part.html for part in self.parts if part.role is role)


def fold_html(safe_html: str, sender_name: str = "") -> FoldedHtml:
    """Cut HTML that `make_safe` has written into its new, signature and quoted parts."""
    lines = lines_of_html(safe_html)
    stretches = _stretches(lines, roles_of(lines, sender_name), len(safe_html))
    if len(stretches) == 1:
        return FoldedHtml((FoldedPart(stretches[0][0], safe_html),))
    cutter = _Cutter(safe_html)
    return FoldedHtml(tuple(FoldedPart(role, cutter.up_to(end)) for role, end in stretches))


def fold_text(text: str, sender_name: str = "") -> FoldedHtml:
    """Make a plain text body safe HTML, cut into its new, signature and quoted parts."""
    lines = split_lines_of_text(text)
    pairs = zip(lines, roles_of(lines, sender_name), strict=True)
    return FoldedHtml(
        tuple(
            FoldedPart(role, lines_to_html([line for line, _ in run]))
            for role, run in groupby(pairs, key=itemgetter(1))
        )
    )


def _stretches(lines: Sequence[Line], roles: Sequence[Role], length: int) -> list[tuple[Role, int]]:
    """Return each run of lines of one role with the place in the HTML where it ends."""
    runs = [(role, next(run)[0].start) for role, run in groupby(zip(lines, roles, strict=True), key=itemgetter(1))]
    if not runs:
        return [(Role.NEW, length)]
    ends = [start for _, start in runs[1:]] + [length]
    return [(role, end) for (role, _), end in zip(runs, ends, strict=True)]


class _Cutter:
    """Walks the HTML once and gives it out in well-formed pieces."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.position = 0
        self.open: list[tuple[str, str]] = []  # name, start tag

    def up_to(self, end: int) -> str:
        """Return the HTML from where the last piece ended to `end`."""
        reopened = "".join(tag for _, tag in self.open)
        piece = self.html[self.position : end]
        self._follow(end)
        closed = "".join(f"</{name}>" for name, _ in reversed(self.open))
        self.position = max(self.position, end)
        return f"{reopened}{piece}{closed}"

    def _follow(self, end: int) -> None:
        for match in TOKEN.finditer(self.html, self.position, max(self.position, end)):
            name = match.group(2)
            if name is None or name in VOID:
                continue
            if match.group(1):
                self.open.pop()
            else:
                self.open.append((name, match.group()))
