"""Text that goes into headers of outgoing mail: one line, ASCII, words short enough to fold between (RFC 2047)."""

from __future__ import annotations

import email.header
import re

LONGEST_WORD = 900
"""Beyond it a word without a space could not be folded below the 998 characters of RFC 5322 section 2.1.1."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_LOOKS_ENCODED = re.compile(r"=\?[^?\s]+\?[bq]\?", re.IGNORECASE)


def clean(text: str) -> str:
    """Return text without control characters and lone surrogates: whatever breaks lines becomes one space."""
    return _CONTROLS.sub(" ", text).encode("utf-8", "replace").decode("utf-8").strip()


def needs_encoding(text: str) -> bool:
    """Whether text must go as encoded words: it is not ASCII, could not be folded, or would be decoded wrongly."""
    too_long = any(len(word) > LONGEST_WORD for word in text.split(" "))
    return not text.isascii() or too_long or _LOOKS_ENCODED.search(text) is not None


def encode_words(text: str, first_column: int = 0) -> str:
    """Return text as encoded words of at most 75 characters, lines separated by CRLF and a space."""
    header = email.header.Header(text, "utf-8", maxlinelen=76, header_name="x" * first_column)
    return header.encode(linesep="\r\n")
