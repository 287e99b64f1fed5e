"""What was written down in English (`postroom.sentences`), in the language of whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from postroom.sentences import Sentence, english, made_of


class Refusal(ValueError):  # named like the verbs' refusals, which are of this kind
    """Something that is not done; its text is a sentence for the person who asked, in the language of that moment."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return told(self.sentence, made_of(self.sentence))


def told(text: str, parts: Mapping[str, Any] | None = None) -> str:
    """Return `text` in the active language. `parts`: what was stored beside it, by `made_of`.

    A text of which nothing is known, as the words of a server or of an older Postroom, stays as it is.
    """
    if parts:
        return _told(parts)
    return gettext(text) if text else ""


def _told(part: Any) -> str:
    if isinstance(part, Mapping):
        values = {name: _told(value) for name, value in part["with"].items()}
        return gettext(part["say"]) % values if values else gettext(part["say"])
    if isinstance(part, int):
        return number_format(part, force_grouping="," in english(part))
    return str(part)
