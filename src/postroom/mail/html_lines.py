"""The lines that a reader of an HTML body sees, each with its place in the HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from postroom.mail.html_tokens import TOKEN, VOID, is_hidden, keeps_white_space, marks_in
from postroom.mail.text_lines import Line
from postroom.mail.words import words

_NONE, _LINE, _PARAGRAPH = 0, 1, 2

_BLOCKS: dict[str, int] = {
    **dict.fromkeys(
        words(
            "address article aside caption center dd details dir div dt figcaption figure footer header li main menu"
            " nav section summary tr table tbody thead tfoot"
        ),
        _LINE,
    ),
    **dict.fromkeys(words("blockquote dl h1 h2 h3 h4 h5 h6 ol p pre ul"), _PARAGRAPH),
}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HANDED_DOWN = frozenset({"quote", "signature", "past", "attribution", "forward", "header"})
_MAX_SHOWN_DEPTH = 20
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u2060\ufeff\u00ad\u034f")


def lines_of_html(safe_html: str) -> list[Line]:
    """Return the lines of HTML made safe. Blank lines stand between paragraphs; list items and quotes are prefixed."""
    reader = _Reader()
    for match in TOKEN.finditer(safe_html):
        name = match.group(2)
        if name is None:
            reader.text(match.group(), match.start())
        elif match.group(1):
            reader.end(name, match.end())
        else:
            reader.begin(name, match.group(3), match.start(), match.end())
    reader.finish()
    return reader.lines


@dataclass(slots=True)
class _Row:
    """A table row being read, and its current cell."""

    later: bool = False
    """The current cell is not the first."""
    content: bool = False
    """The current cell has shown something."""
    broken: bool = False
    """The current cell takes more than one line."""

    def next_cell(self) -> None:
        self.later, self.content, self.broken = True, False, False


class _Reader:
    """Walks the tags once, holding the line being read and what surrounds it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.start = 0
        self.free = 0  # where tags not yet claimed by a line begin
        self.gap = _NONE  # the break owed before the next content
        self.fresh = True  # nothing but white space on the line so far
        self.hidden = 0  # open elements inside a hidden one
        self.pre = 0  # open elements that keep white space
        self.open: list[tuple[int, bool, tuple[str, ...]]] = []  # per open element: break it ends with, is pre, marks
        self.marks: dict[str, int] = {}
        self.once: set[str] = set()  # marks that a void element sets for the next line
        self.lists: list[int] = []  # per open list: next number, or -1 for bullets
        self.prefix = ""
        self.rows: list[_Row] = []
        self.cell_begins = False  # no content since the current cell began

    def text(self, source: str, position: int) -> None:
        if self.hidden:
            return
        content = (unescape(source) if "&" in source else source).translate(_INVISIBLE)
        if self.pre:
            self._preformatted(content, position)
            return
        self._inline(_SPACE.sub(" ", content), position)

    def _inline(self, content: str, position: int) -> None:
        if content.isspace() and "\xa0" not in content:
            if not self.fresh:
                self.pieces.append(" ")
            return
        if content:
            self._claim()
            self.pieces.append(content)
            self.free = position + 1

    def _preformatted(self, content: str, position: int) -> None:
        for number, part in enumerate(content.split("\n")):
            if number:
                self._claim()
                self._break()
            if part:
                self._claim()
                self.pieces.append(part)
            self.free = position + 1

    def _claim(self) -> None:
        """The next content belongs to the current line, which begins with the tags around it."""
        if self.gap:
            self._pay_gap()
        if self.fresh:
            self.start = self.free
            self.fresh = False
            if self.prefix:
                self.pieces.append(self.prefix)
                self.prefix = ""
        self.cell_begins = False
        if self.rows:
            self.rows[-1].content = True

    def _pay_gap(self) -> None:
        if not self.fresh:
            self._break()
        if self.gap == _PARAGRAPH and self.lines and not self.lines[-1].is_blank:
            depth = min(self.lines[-1].depth, self.marks.get("quote", 0))
            self.lines.append(Line("", depth, ">" * depth, start=self.free))
        self.gap = _NONE

    def _break(self) -> None:
        text = "".join(self.pieces)
        self.lines.append(self._line(text.rstrip() if self.pre else _tidy(text), self.start))
        self.pieces.clear()
        self.fresh = True
        if self.rows and self.rows[-1].content:
            self.rows[-1].broken = True

    def _line(self, text: str, start: int) -> Line:
        depth = min(self.marks.get("quote", 0), _MAX_SHOWN_DEPTH)
        raw = f"{'>' * depth} {text}".rstrip() if depth else text
        marks = frozenset(mark for mark, count in self.marks.items() if count) | self.once
        if text:
            self.once.clear()
        return Line(text.strip(), depth, raw, marks, start)

    def begin(self, name: str, attributes: str, start: int, end: int) -> None:
        marks = marks_in(attributes)
        if self.hidden or is_hidden(attributes) or "link-target" in marks:
            if name not in VOID:
                self.hidden += 1
            return
        if name in VOID:
            self._void(name, marks, end)
            return
        gap = self._gap_of(name, marks)
        if gap:
            self._owe(gap)
        elif name in ("td", "th"):
            self._begin_cell()
        self._enter(name, gap, name == "pre" or keeps_white_space(attributes), marks)

    def _void(self, name: str, marks: tuple[str, ...], end: int) -> None:
        self.once.update(mark for mark in marks if mark in _HANDED_DOWN)
        if name == "hr":
            self._owe(_LINE)
            return
        if name == "br":
            self._claim()
            self._break()
        elif name == "img":
            self._claim()
        self.free = end

    def _enter(self, name: str, gap: int, pre: bool, marks: tuple[str, ...]) -> None:
        handed = tuple(mark for mark in marks if mark in _HANDED_DOWN)
        if handed:
            self._pay_before_marks()
        self.open.append((gap, pre, handed))
        self.pre += pre
        for mark in handed:
            self.marks[mark] = self.marks.get(mark, 0) + 1
        self._begin_kind(name)

    def _pay_before_marks(self) -> None:
        """A line that is being read ends before the marks around it change."""
        if self.gap and not self.fresh:
            self._break()

    def _begin_kind(self, name: str) -> None:
        if name in ("ul", "dir", "menu"):
            self.lists.append(-1)
        elif name == "ol":
            self.lists.append(1)
        elif name == "li":
            self._begin_item()
        elif name == "tr":
            self.rows.append(_Row())

    def _begin_item(self) -> None:
        indent = "  " * (len(self.lists) - 1)
        number = self.lists[-1] if self.lists else -1
        if number < 0:
            self.prefix = f"{indent}- "
            return
        self.prefix = f"{indent}{number}. "
        self.lists[-1] += 1

    def _begin_cell(self) -> None:
        """Cells of one line each stand beside one another; a cell of several lines stands below the one before."""
        if not self.rows:
            return
        row = self.rows[-1]
        if row.later and row.broken:
            self._owe(_LINE)
        elif row.later and self.pieces:
            self.gap = _NONE
            self.pieces.append(" " if self.pieces[-1].rstrip().endswith(":") else "\t")
        row.next_cell()
        self.cell_begins = True

    def _gap_of(self, name: str, marks: tuple[str, ...]) -> int:
        if "mso" in marks or (self.lists and name in ("ul", "ol")):
            return _LINE
        return _BLOCKS.get(name, _NONE)

    def _owe(self, gap: int) -> None:
        if self.cell_begins or (self.fresh and not self.lines):
            return
        self.gap = max(self.gap, gap)

    def end(self, name: str, position: int) -> None:
        if self.hidden:
            self.hidden -= 1
            return
        if not self.open:
            return
        gap, pre, handed = self.open.pop()
        self._end_kind(name)
        if gap:
            self._owe(gap)
        if handed or pre:
            self._pay_before_marks()
        self.pre -= pre
        for mark in handed:
            self.marks[mark] -= 1
        self.free = position

    def _end_kind(self, name: str) -> None:
        if name in ("ul", "dir", "menu", "ol") and self.lists:
            self.lists.pop()
        elif name == "li":
            self.prefix = ""
        elif name == "tr" and self.rows:
            self._end_row()

    def _end_row(self) -> None:
        self.cell_begins = False
        inner = self.rows.pop()
        if self.rows:
            self.rows[-1].broken = self.rows[-1].broken or self.rows[-1].content
            self.rows[-1].content = self.rows[-1].content or inner.content

    def finish(self) -> None:
        if not self.fresh:
            self._break()


def _tidy(text: str) -> str:
    text = text.replace("\xa0", " ")
    indented = len(text) - len(text.lstrip(" ")) if text.lstrip(" ")[:2] == "- " else 0
    words = re.sub(r" {2,}", " ", text.strip(" \n\r"))
    return " " * indented + re.sub(r" *\t *", "\t", words)
