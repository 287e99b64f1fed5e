"""From the HTML of an article, as the page keeps it, to HTML for a mail program."""

from __future__ import annotations

import re

_CID = re.compile(r'<img([^>]*?) data-cid="([^"]*)"')
_WAITING = re.compile(r' data-remote-(src|background)="')


def for_mail_program(safe_html: str) -> str:
    """Return a whole document whose images have their sources again, inline ones as `cid:`, quoted remote ones too."""
    with_images = _CID.sub(r'<img\1 src="cid:\2"', safe_html)
    body = _WAITING.sub(r' \1="', with_images)
    return f'<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"></head>\n<body>\n{body}\n</body>\n</html>\n'
