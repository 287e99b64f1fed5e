"""Texts compared by their words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_TAGS = re.compile(r"<[^<>]*>")
_QUOTES = re.compile("[\"'“”„‘’«»]")


def squeeze(text: str) -> str:
    """Return `text` with white space squeezed and in Unicode NFC."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def bare(text: str) -> str:
    """Return `text` squeezed and without quotes."""
    return " ".join(_QUOTES.sub("", squeeze(text)).split())


def word_f1(text: str, wanted: str) -> float:
    """Return the harmonic mean of precision and recall over words."""
    return _f1(re.findall(r"\w+", text), re.findall(r"\w+", wanted))


def mark_f1(text: str, wanted: str) -> float:
    """The same over what stands between blanks, so that marks of lists and quotes count as words."""
    return _f1(text.split(), wanted.split())


def _f1(words: list[str], wanted: list[str]) -> float:
    if not words and not wanted:
        return 1.0
    common = sum((Counter(words) & Counter(wanted)).values())
    return 2 * common / (len(words) + len(wanted))
