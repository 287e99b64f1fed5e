"""Attachments and original mails."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from postroom.models import Attachment, Blob
from postroom.tickets.access import visible_attachments
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import article_of

SHOWABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Pictures that cannot run anything; all else is saved, not shown."""


def address_of(attachment: Attachment) -> str:
    """Return where an attachment is handed out."""
    return reverse("attachment", args=[attachment.pk])


@agent_required
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out an attachment."""
    found = get_object_or_404(visible_attachments(signed_in(request)).select_related("blob"), pk=pk)
    return handed_out(found.blob, found.filename, found.content_type)


@agent_required
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the mail as it came or left."""
    article = article_of(request, pk)
    if article.raw is None:
        raise Http404
    return _file(article.raw, f"{article.ticket.number}-{pk}.eml", "application/octet-stream", inline=False)


def handed_out(blob: Blob, filename: str, content_type: str) -> HttpResponse:
    """Return a file to be shown where it is a harmless picture, else to be saved."""
    shown = content_type in SHOWABLE
    return _file(blob, filename, content_type if shown else "application/octet-stream", inline=shown)


def _file(blob: Blob, filename: str, content_type: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(bytes(blob.content), content_type=content_type)
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(filename, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
