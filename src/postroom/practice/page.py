"""The frame of every HTML page, and the small building blocks."""

from __future__ import annotations

from html import escape

from postroom.practice.asgi.messages import Request
from postroom.practice.german import GERMAN

__all__ = ["Words", "escape", "frame", "hidden", "words_for"]


class Words:
    """Says an English sentence in the language of the page."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, english: str, **values: object) -> str:
        text = GERMAN[english] if self.language == "de" else english
        return text.format(**values) if values else text


def words_for(request: Request) -> Words:
    """The language chosen on the page, or else what the browser prefers."""
    chosen = request.query.get("lang") or request.cookies.get("practice_language", "")
    if chosen not in ("de", "en"):
        chosen = "de" if request.headers.get("accept-language", "").lower().startswith("de") else "en"
    return Words(chosen)


def frame(say: Words, title: str, body: str, kind: str = "") -> str:
    """A whole page; `title` and `body` are as they shall stand (the title is escaped here, the body is markup)."""
    return (
        f'<!doctype html><html lang="{say.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/practice/style.css"></head>'
        f'<body class="{kind}"><main>{body}</main></body></html>'
    )


def hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
