"""Sentences that are written down in English and can still be said in another language: free of Django.

A mail is read once, by a worker that knows nobody's language, and looked at by many. What was found is kept as plain
English, with what the sentence was made of beside it; `postroom.told` says it in the language of whoever looks.

Modules name `sentence` `_`, so that the words are collected for translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

_GROUPED_FROM = 10_000


class Sentence(str):
    """An English sentence; `msgid` is its form without values, `values` what stands in it: text, numbers, sentences."""

    msgid: str
    values: Mapping[str, str | int]

    def __new__(cls, msgid: str, values: Mapping[str, str | int]) -> Self:
        shown = {name: english(value) if isinstance(value, int) else value for name, value in values.items()}
        self = super().__new__(cls, msgid % shown if values else msgid)
        self.msgid, self.values = msgid, values
        return self


def sentence(msgid: str, /, **values: str | int) -> Sentence:
    """Return the English sentence `msgid` with `values` in the places that it names, as `%(name)s`."""
    return Sentence(msgid, values)


def joined(parts: Iterable[str], separator: str = "; ") -> Sentence:
    """Return `parts` as one sentence, each of them still to be said in another language."""
    values = {str(place): part for place, part in enumerate(parts)}
    return Sentence(separator.join(f"%({place})s" for place in values), values)


def english(number: int) -> str:
    """Return a number as people write it: in groups from five digits on."""
    return f"{number:,}" if number >= _GROUPED_FROM else str(number)


def made_of(text: str) -> dict[str, Any] | None:
    """Return what `text` was made of, to be stored as JSON; None where the text alone says it."""
    return _stored(text) if isinstance(text, Sentence) and text.values else None


def _stored(part: str | int) -> Any:
    if not isinstance(part, Sentence):
        return part
    return {"say": part.msgid, "with": {name: _stored(value) for name, value in part.values.items()}}
