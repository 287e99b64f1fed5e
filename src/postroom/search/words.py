"""Text to words, and words to the lexemes under which they are found."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator

import Stemmer

from postroom.search.folding import fold

LONGEST = 60
"""Characters of a word; what is longer (a line of base64, a hash) is cut and found by its beginning."""
_WORD = re.compile(r"[^\W_]+")
_STEMMED = re.compile(r"[^\W\d_]{3,}")
_LANGUAGES = ("german", "english")
_CACHED = 30_000
"""Words whose lexemes are known: a few megabytes; the words of a language that are used every day are fewer."""


class _Stemmers(threading.local):
    """A stemmer must not be used by two threads at once."""

    def __init__(self) -> None:
        self.all = tuple(Stemmer.Stemmer(language) for language in _LANGUAGES)


_stemmers = _Stemmers()


def words(text: str) -> list[str]:
    """Return the words of `text`: runs of letters and digits, so an address is as many words as it has parts."""
    return _WORD.findall(text)


def places(text: str) -> Iterator[re.Match[str]]:
    """Find the same words with where they stand."""
    return _WORD.finditer(text)


def lexemes(word: str) -> tuple[str, ...]:
    """Return the lexemes of one word: first the word itself in its folded form, then its German and English stems."""
    return _lexemes(word[:LONGEST])


@functools.lru_cache(_CACHED)
def _lexemes(cut: str) -> tuple[str, ...]:
    surface = fold(cut)[:LONGEST]
    if not _STEMMED.fullmatch(cut):
        return (surface,)
    lower = cut.lower()
    stems = (fold(stemmer.stemWord(lower))[:LONGEST] for stemmer in _stemmers.all)
    return tuple(dict.fromkeys((surface, *stems)))
