"""From the bytes of a CSV file to rows, whichever program wrote it."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from postroom.people.refusals import Refusal

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
DELIMITERS = (",", ";", "\t")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT = 65_536
_ESCAPED = ("'=", "'+", "'-", "'@", "'\t")
"""What a spreadsheet would take for a formula is written with an apostrophe before it, by us and by others."""


class FileRefused(Refusal):
    """A file that holds no people; the text is a translated sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is where it begins in the file, as an editor counts."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read."""

    headings: tuple[str, ...]
    rows: list[Row]


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252, with or without a byte order mark.

    Raises FileRefused where it is too long or empty.
    """
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 20 MB. Cut it into several."))
    text = _text(content).replace("\0", "")
    if not text.strip():
        raise FileRefused(_("The file is empty."))
    return text


def _text(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    head = content[:_LOOKED_AT]
    if head.count(0) > len(head) // 4:
        # Half of UTF-16 is zeros where people write Latin letters; which half says the order of bytes.
        return content.decode("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def delimiter_of(text: str) -> str:
    """Return what stands between the columns: as Excel's first line `sep=;` says, else what is most in the headings."""
    first = text.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5]
    counts = Counter(_outside_quotes(text))
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter])


def _outside_quotes(text: str) -> str:
    """Return the first line without what is quoted."""
    found, quoted = [], False
    for character in text[:_LOOKED_AT].lstrip():
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted:
            break
        elif not quoted:
            found.append(character)
    return "".join(found)


def read_table(text: str, delimiter: str) -> Table:
    """Return headings and rows; rows without any text are left out.

    Raises FileRefused where there is no row, where there are too many, or where quotes do not end.
    """
    # What stands before the headings - Excel's sep= - is no row, but a line.
    skipped = 1 if text.lower().startswith("sep=") else 0
    body = text.split("\n", 1)[1] if skipped and "\n" in text else text
    rows = _rows(body, delimiter, skipped)
    if len(rows) < 2:
        raise FileRefused(_("There is no row below the headings."))
    if len(rows) > MOST_ROWS + 1:
        most = number_format(MOST_ROWS, force_grouping=True)
        raise FileRefused(_("There are more than %(most)s rows. Cut the file into several.") % {"most": most})
    return Table(rows[0].cells, rows[1:])


def _rows(text: str, delimiter: str, skipped: int) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found, line = [], skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Row(line, tuple(_plain(cell) for cell in cells)))
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(
            _("Line %(line)s cannot be read: a quote does not end, or a cell is too long.") % {"line": line}
        ) from error
    return found


def _plain(cell: str) -> str:
    stripped = cell.strip()
    return stripped[1:] if stripped.startswith(_ESCAPED) else stripped
