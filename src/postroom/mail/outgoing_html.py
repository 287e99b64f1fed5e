"""From the HTML of an article, as the page keeps it, to HTML for a mail program."""

from __future__ import annotations

import re

_CID = re.compile(r'<img([^>]*?) data-cid="([^"]*)"')
_WAITING = re.compile(r' data-remote-(src|background)="')
_QUOTE = re.compile(r'<blockquote (?![^>]*style=)([^>]*data-mail="[^"]*quote[^>]*)>')
_LINE_BESIDE = "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex"


def for_mail_program(safe_html: str) -> str:
    """Return a whole document whose images have their sources again, inline ones as `cid:`, quoted remote ones too.

    Quotes say that they are ones as Apple Mail and Thunderbird want it, and look like ones in Outlook and Gmail.
    """
    with_images = _CID.sub(r'<img\1 src="cid:\2"', safe_html)
    quoted = _QUOTE.sub(rf'<blockquote type="cite" style="{_LINE_BESIDE}" \1>', with_images)
    body = _WAITING.sub(r' \1="', quoted)
    return f'<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"></head>\n<body>\n{body}\n</body>\n</html>\n'
