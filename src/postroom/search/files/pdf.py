"""The text of a PDF."""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from postroom.search.files.texts import Gathered, Unreadable

_MOST_PAGES = 2_000


def read_pdf(content: bytes, gathered: Gathered) -> None:
    """Add the text of every page. Raises Unreadable."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("It is protected by a password.")
        for page in reader.pages[:_MOST_PAGES]:
            if not gathered.add(page.extract_text()):
                return
    except PyPdfError as error:
        raise Unreadable(f"It is no PDF that can be read: {error}") from error
