"""The lines that a reader of an HTML body sees, each with its place in the HTML."""

from __future__ import annotations

from postroom.mail.html_layout import Lists, Row, readable, tidy
from postroom.mail.html_tokens import LINE_BREAK, NO_BREAK, PARAGRAPH_BREAK, TOKEN, Start, read_start
from postroom.mail.text_lines import Line

_SPACE = " \t\r\n\f"
_MAX_SHOWN_DEPTH = 20
_NO_MARKS: frozenset[str] = frozenset()


def lines_of_html(safe_html: str) -> list[Line]:
    """Return the lines of HTML made safe. Blank lines stand between paragraphs; list items and quotes are prefixed."""
    reader = _Reader()
    for match in TOKEN.finditer(safe_html):
        slash, name, attributes = match.groups()
        if name is None:
            reader.text(match.group(), match.start())
        elif slash:
            reader.end(match.end())
        else:
            reader.begin(read_start(name, attributes), match.end())
    reader.finish()
    return reader.lines


class _Reader:
    """Walks the tags once, holding the line being read and what surrounds it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.start = 0
        self.free = 0  # where tags not yet claimed by a line begin
        self.gap = NO_BREAK  # the break owed before the next content
        self.fresh = True  # no content on the line so far
        self.hidden = 0  # open elements from a hidden one inwards
        self.pre = 0  # open elements that keep white space
        self.open: list[Start | None] = []
        self.marks: dict[str, int] = {}
        self.once: set[str] = set()  # marks that a void element sets for the next line
        self.lists = Lists()
        self.prefix = ""
        self.rows: list[Row] = []
        self.cell_begins = False  # no content since the current cell began

    # Content

    def text(self, source: str, position: int) -> None:
        if self.hidden:
            return
        if self.pre:
            self._preformatted(source, position)
        elif not source.strip(_SPACE):
            if not self.fresh:
                self.pieces.append(" ")
        else:
            self._content(source, position + len(source))

    def _preformatted(self, source: str, position: int) -> None:
        for number, part in enumerate(source.split("\n")):
            if number:
                self._claim()
                self._break()
                position += 1
                self.free = position
            position += len(part)
            self._content(part, position)

    def _content(self, source: str, end: int) -> None:
        if content := readable(source):
            self._claim()
            self.pieces.append(content)
            self.free = end

    def _claim(self) -> None:
        """The next content belongs to the current line, which begins with the tags around it."""
        if self.gap:
            self._pay_gap()
        if self.fresh:
            self.start = self.free
            self.fresh = False
            self.pieces.append(self.prefix)
            self.prefix = ""
            if self.rows:
                self.rows[-1].content = True
        self.cell_begins = False

    def _pay_gap(self) -> None:
        if not self.fresh:
            self._break()
        if self.gap == PARAGRAPH_BREAK and self.lines and not self.lines[-1].is_blank:
            depth = min(self.lines[-1].depth, self.marks.get("quote", 0))
            self.lines.append(Line("", depth, ">" * depth, start=self.free))
        self.gap = NO_BREAK

    def _break(self) -> None:
        text = "".join(self.pieces)
        text = text.rstrip() if self.pre else tidy(text)
        depth = min(self.marks.get("quote", 0), _MAX_SHOWN_DEPTH)
        raw = f"{'>' * depth} {text}".rstrip() if depth else text
        self.lines.append(Line(text.strip(), depth, raw, self._current_marks(), self.start))
        self.pieces.clear()
        self.fresh = True
        if text:
            self.once.clear()
        if self.rows and self.rows[-1].content:
            self.rows[-1].broken = True

    def _current_marks(self) -> frozenset[str]:
        if not self.marks and not self.once:
            return _NO_MARKS
        return frozenset(mark for mark, count in self.marks.items() if count) | self.once

    # Elements that begin

    def begin(self, start: Start | None, end: int) -> None:
        if start is None or start.is_plain:
            self._begin_plain(start)
            return
        if self.hidden or start.is_hidden:
            if not start.is_void:
                self.hidden += 1
            return
        if start.is_void:
            self._void(start, end)
            return
        if start.gap:
            self._owe(start.gap)
        if start.marks or start.is_pre:
            self._end_line_owed()
        self._enter(start)

    def _begin_plain(self, start: Start | None) -> None:
        """Most elements mean nothing to the text, and void ones among them are never closed."""
        if start is not None:
            return
        if self.hidden:
            self.hidden += 1
        else:
            self.open.append(None)

    def _void(self, start: Start, end: int) -> None:
        self.once.update(start.marks)
        if start.name == "hr":
            self._owe(LINE_BREAK)
            return
        if start.name in ("br", "img"):
            self._claim()
        if start.name == "br":
            self._break()
        self.free = end

    def _enter(self, start: Start) -> None:
        self.open.append(start)
        self.pre += start.is_pre
        for mark in start.marks:
            self.marks[mark] = self.marks.get(mark, 0) + 1
        if start.name in ("td", "th"):
            self._begin_cell()
        elif start.name == "tr":
            self.rows.append(Row())
        elif start.name == "li":
            self.prefix = self.lists.next_prefix()
        elif start.name:
            self.lists.begin(start.name)

    def _end_line_owed(self) -> None:
        """A line that is being read ends before the marks around it change."""
        if self.gap and not self.fresh:
            self._break()

    def _begin_cell(self) -> None:
        """Cells of one line each stand beside one another; a cell of several lines stands below the one before."""
        if not self.rows:
            return
        row = self.rows[-1]
        if row.later and row.broken:
            self._owe(LINE_BREAK)
        elif row.later and self.pieces:
            self.gap = NO_BREAK
            self.pieces.append(" " if self.pieces[-1].rstrip().endswith(":") else "\t")
        row.next_cell()
        self.cell_begins = True

    def _owe(self, gap: int) -> None:
        if self.cell_begins or (self.fresh and not self.lines):
            return
        if gap > self.gap:
            self.gap = LINE_BREAK if self.lists.numbers else gap

    # Elements that end

    def end(self, position: int) -> None:
        if self.hidden:
            self.hidden -= 1
            return
        start = self.open.pop() if self.open else None
        if start is not None:
            self._leave(start)
        self.free = position

    def _leave(self, start: Start) -> None:
        if start.name == "tr":
            self._end_row()
        elif start.name == "li":
            self.prefix = ""
        elif start.name and start.name not in ("td", "th"):
            self.lists.end()
        if start.gap:
            self._owe(start.gap)
        if start.marks or start.is_pre:
            self._end_line_owed()
        self.pre -= start.is_pre
        for mark in start.marks:
            self.marks[mark] -= 1

    def _end_row(self) -> None:
        self.cell_begins = False
        inner = self.rows.pop()
        if self.rows:
            self.rows[-1].take_in(inner)

    def finish(self) -> None:
        if not self.fresh:
            self._break()
