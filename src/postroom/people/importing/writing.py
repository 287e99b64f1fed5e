"""CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""Source: OWASP, CSV Injection."""
BOM = "\ufeff"
"""Without it Excel reads UTF-8 as Windows-1252."""


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Return rows as a CSV file, beginning with a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return BOM + text.getvalue()


def safe(cell: str) -> str:
    """Return a cell that is shown as it is; the import takes the apostrophe away again."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
