"""The HTML of a mail, in a frame of its own."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from postroom.mail.fold import FoldedHtml, fold_html
from postroom.mail.split import Role
from postroom.models import Article
from postroom.web.access import agent_required
from postroom.web.tickets.files import address_of
from postroom.web.tickets.finding import article_of

_TAG = re.compile(r"<[a-z]+ [^>]*>")
_CID = re.compile(r' data-cid="([^"]*)"')
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:{remote}; base-uri 'none'; form-action 'none'"
)
_STYLE = (
    "body{margin:0;padding:.5rem;font:14px/1.5 system-ui,sans-serif;color:#1d1c1a;background:#fff;"
    "overflow-wrap:anywhere}body>:first-child{margin-block-start:0}body>:last-child{margin-block-end:0}img{max-width:100%;height:auto}img:not([src]){display:none}"
    "table{max-width:100%}pre{white-space:pre-wrap}"
    "blockquote{margin:0 0 0 .5em;padding-inline-start:.8em;border-inline-start:2px solid #cbc8c0}"
    "details{margin-block:.5em}summary{display:inline-block;padding:0 .5em;border-radius:4px;background:#e8e6e1;"
    "color:#4a4844;font-size:13px;line-height:24px;cursor:pointer;list-style:none}"
    "summary::-webkit-details-marker{display:none}.signature{color:#66635d}"
)


@agent_required
@xframe_options_sameorigin
def article_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the HTML of a mail: made safe when it came in, without scripts, with remote images only when asked for."""
    article = article_of(request, pk)
    remote = request.GET.get("images") == "remote"
    response = HttpResponse(frame_page(with_images(article, article.body_html, remote=remote)))
    response.headers["Content-Security-Policy"] = _POLICY.format(remote=" https: http:" if remote else "")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def with_images(article: Article, html: str, *, remote: bool) -> str:
    """Return safe HTML in which inline images, and remote ones where wanted, get their sources; tracking ones never."""
    addresses = {file.content_id: address_of(file) for file in article.attachments.exclude(content_id="")}

    def show(match: re.Match[str]) -> str:
        tag = _CID.sub(lambda cid: f' src="{escape(addresses.get(cid[1], ""))}"', match[0])
        if remote and " data-tracking=" not in tag:
            tag = tag.replace(" data-remote-src=", " src=").replace(" data-remote-background=", " background=")
        return tag

    return _TAG.sub(show, html)


def frame_page(html: str) -> str:
    """Return the document of the frame: what is new, and the quoted past folded."""
    language, title = escape(get_language() or "en"), escape(_("Message"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<base target="_blank"><style>{_STYLE}</style></head><body dir="auto">{_folded(fold_html(html))}</body></html>'
    )


def _folded(folded: FoldedHtml) -> str:
    """A mail of nothing but past (forwarded without a word) is shown."""
    if not re.sub(r"<(?!img)[^>]*>", "", folded.new).strip():
        return "".join(part.html for part in folded.parts)
    runs = groupby(folded.parts, key=lambda part: part.role)
    return "".join(_stretch(role, "".join(part.html for part in run)) for role, run in runs)


def _stretch(role: Role, html: str) -> str:
    if role is Role.QUOTED:
        summary = escape(_("Show earlier messages"))
        return f"<details><summary>{summary}</summary>{html}</details>"
    return f'<div class="signature">{html}</div>' if role is Role.SIGNATURE else html
