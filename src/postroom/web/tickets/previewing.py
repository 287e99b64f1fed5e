"""Looking into an attachment without saving it: a PDF in the browser's own viewer, text and tables as pages of ours.

Pictures need no page: they are shown as they are. Everything else (HTML and SVG above all) is only ever saved.
"""

from __future__ import annotations

import csv
from pathlib import PurePath
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from postroom.mail.charsets import decode
from postroom.models import Attachment
from postroom.tickets.access import visible_attachments
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.files import SHOWABLE

PICTURE, PDF, TEXT, TABLE = "picture", "pdf", "text", "table"
_TYPES = {
    **dict.fromkeys(SHOWABLE, PICTURE),
    "application/pdf": PDF,
    "application/x-pdf": PDF,
    "text/plain": TEXT,
    "text/markdown": TEXT,
    "application/json": TEXT,
    "text/csv": TABLE,
    "text/tab-separated-values": TABLE,
}
_UNTOLD = {"application/octet-stream", "application/vnd.ms-excel", "text/plain", ""}
"""Types that say little: PDF files often come as the first, CSV files, where Excel is installed, as the second."""
_ENDINGS = {".pdf": PDF, ".txt": TEXT, ".log": TEXT, ".md": TEXT, ".json": TEXT, ".csv": TABLE, ".tsv": TABLE}
_LARGEST_PICTURE = 8 * 1024 * 1024
_MOST_BYTES = 200_000
_MOST_ROWS, _MOST_CELLS = 300, 40
_PDF_HEAD = 1024
"""Bytes in which the mark of a PDF file stands: viewers pass over what stands before it."""
_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'self'; sandbox"
_POLICY_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""The viewers of Firefox and Safari show nothing in a sandbox; they are one of their own. The style is the viewer's."""


def kind_of(content_type: str, filename: str, size: int) -> str:
    """Return how a file can be looked at: picture, pdf, text, table; empty where it can only be saved."""
    if content_type in _UNTOLD:
        ending = PurePath(filename.lower()).suffix
        return _ENDINGS.get(ending, _TYPES.get(content_type, ""))
    kind = _TYPES.get(content_type, "")
    return "" if kind == PICTURE and size > _LARGEST_PICTURE else kind


def preview_of(attachment: Attachment, kind: str) -> str:
    """Return where a file of this kind can be looked into; empty where nowhere."""
    return reverse("attachment_preview", args=[attachment.pk]) if kind in (PDF, TEXT, TABLE) else ""


@agent_required
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is in a file, within a frame of the ticket's page."""
    found = get_object_or_404(visible_attachments(signed_in(request)).select_related("blob"), pk=pk)
    kind = kind_of(found.content_type, found.filename, found.size)
    if kind not in (PDF, TEXT, TABLE):
        raise Http404
    content = bytes(found.blob.content)
    if kind == PDF and b"%PDF-" in content[:_PDF_HEAD]:
        return _pdf(content, found.filename)
    response = render(request, "tickets/preview.html", _words(content, kind, found))
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _pdf(content: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(filename, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _POLICY_PDF
    return response


def _words(content: bytes, kind: str, file: Attachment) -> dict[str, object]:
    """What the page shows: nothing of a file that only calls itself a PDF or a text."""
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if kind == PDF or (b"\0" in content[:_MOST_BYTES] and not utf16):
        return {"file": file, "unreadable": True}
    text, _defect = decode(content[:_MOST_BYTES], "")
    rows = _rows(text) if kind == TABLE else []
    cut = len(content) > _MOST_BYTES or len(rows) > _MOST_ROWS
    return {"file": file, "text": "" if rows else text, "rows": rows[:_MOST_ROWS], "cut": cut}


def _rows(text: str) -> list[list[str]]:
    """Return the lines of a table; none where it cannot be told what separates its cells."""
    try:
        dialect = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
        rows = list(csv.reader(text.splitlines(), dialect))
    except csv.Error:
        return []
    return [row[:_MOST_CELLS] for row in rows if row]
