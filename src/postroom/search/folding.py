"""One spelling for every way to write a word: without case and accents, umlauts and sharp s as plain letters."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]")
_WRITTEN_OUT = re.compile("([aou])e")


def fold(word: str) -> str:
    """Return `word` in the one spelling: `Müller`, `MUELLER` and `muller` all become `muller`.

    The e after a, o and u goes everywhere, also where it was no umlaut: text and question lose it alike. What a word
    begins with becomes what its folded form begins with, so that searching for beginnings works while one types.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold()))
    return _WRITTEN_OUT.sub(r"\1", plain)
