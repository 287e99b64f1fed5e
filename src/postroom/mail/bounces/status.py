"""Status codes in the words of a mail server: `5.1.1` (RFC 3463) and `550` (RFC 5321)."""

from __future__ import annotations

import re

_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]|\.\d)")
_REPLY = re.compile(r"(?<![\d.#/:-])([245][0-5]\d)(?=[ \-,:;.)<\]]|$)(?!\.\d)")
_NO_DETAIL = ("0.0",)


def enhanced_status(words: str) -> str | None:
    """Return the first enhanced status code in `words`, preferring one that says more than `x.0.0`."""
    found: list[str] = _ENHANCED.findall(words[:4000])
    telling = [code for code in found if code[2:] not in _NO_DETAIL]
    return next(iter(telling or found), None)


def reply_code(words: str) -> str | None:
    """Return the first three-digit SMTP reply code of a failure in `words`."""
    return next((code for code in _REPLY.findall(words[:4000]) if code[0] in "45"), None)
