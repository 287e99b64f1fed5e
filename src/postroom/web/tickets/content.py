"""The contents of articles: the HTML in a frame of its own, attachments, the original mail."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from postroom.mail.fold import fold_html
from postroom.models import Article, Attachment, Blob
from postroom.tickets.access import visible_articles, visible_attachments
from postroom.web.access import agent_required, signed_in

_CID = re.compile(r'<img([^>]*?) data-cid="([^"]*)"')
_REMOTE = re.compile(r'<img([^>]*?) data-remote-src="([^"]*)"(?![^>]*data-tracking)')
_SHOWABLE = ("image/png", "image/jpeg", "image/gif", "image/webp")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline' 'self'; img-src 'self' data:{remote}; "
    "base-uri 'none'; form-action 'none'"
)


@agent_required
@xframe_options_sameorigin
def article_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the HTML of a mail: made safe when it came in, without scripts, with remote images only after a click."""
    article = get_object_or_404(visible_articles(signed_in(request)), pk=pk)
    remote = request.GET.get("images") == "remote"
    response = HttpResponse(_document(_with_images(article, remote=remote)))
    response.headers["Content-Security-Policy"] = _POLICY.format(remote=" https: http:" if remote else "")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@agent_required
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out an attachment: pictures may be shown, everything else is saved."""
    found = get_object_or_404(visible_attachments(signed_in(request)).select_related("blob"), pk=pk)
    inline = found.content_type in _SHOWABLE
    return _file(
        found.blob, found.filename, found.content_type if inline else "application/octet-stream", inline=inline
    )


@agent_required
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the mail as it came or left."""
    article = get_object_or_404(visible_articles(signed_in(request)).filter(raw__isnull=False), pk=pk)
    return _file(Blob.objects.get(pk=article.raw_id), f"{pk}.eml", "application/octet-stream", inline=False)


def _with_images(article: Article, *, remote: bool) -> str:
    addresses = {
        found.content_id: reverse("attachment", args=[found.pk])
        for found in Attachment.objects.filter(article=article).exclude(content_id="")
    }
    html = _CID.sub(lambda match: f'<img{match[1]} src="{escape(addresses.get(match[2], ""))}"', article.body_html)
    return _REMOTE.sub(r'<img\1 src="\2"', html) if remote else html


def _document(html: str) -> str:
    folded = fold_html(html)
    past = (
        f"<details><summary>…</summary>{folded.signature}{folded.quoted}</details>"
        if folded.quoted
        else folded.signature
    )
    return (
        '<!doctype html><html><head><meta charset="utf-8"><base target="_blank">'
        "<style>body{margin:0;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}"
        "blockquote{margin:0 0 0 .5em;padding-left:.8em;border-left:2px solid #ccc}</style></head>"
        f'<body dir="auto">{folded.new}{past}</body></html>'
    )


def _file(blob: Blob, filename: str, content_type: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(bytes(blob.content), content_type=content_type)
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(filename, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
