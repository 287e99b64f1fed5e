"""Mails of a generated desk: common words in nearly all of them, rare ones in few, numbers in one."""

from __future__ import annotations

import random

from benchmarks import desk_words as w

_RARE_NOUNS = [first + second for first in w.NOUN_FIRST for second in w.NOUN_SECOND]


class Texts:
    """Titles and texts by a random generator of one's own; every other matter is German."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def title(self, german: bool) -> str:
        """Return the subject of a first mail."""
        if german:
            return f"{self._noun()} {self._one(w.GERMAN_FAULTS)} ({self._reference()})"
        return f"{self._one(w.THINGS).capitalize()} {self._one(w.ENGLISH_FAULTS)} ({self._reference()})"

    def mail(self, german: bool, to: str, by: str) -> str:
        """Return the text of a mail to somebody by somebody: some ten to hundred and fifty words."""
        greeting = f"Guten Tag {to}," if german else f"Dear {to},"
        closing = "Mit freundlichen Grüßen" if german else "Kind regards"
        sentences = " ".join(self._sentence(german) for _ in range(1 + int(self._rng.expovariate(0.28))))
        return f"{greeting}\n\n{sentences}\n\n{closing}\n{by}\n{self._one(w.CITIES)}"

    def _sentence(self, german: bool) -> str:
        kind = self._rng.random()
        if kind < 0.55:
            return self._one(w.GERMAN_SENTENCES if german else w.ENGLISH_SENTENCES)
        if german:
            return f"Die {self._noun()} {self._reference()} {self._one(w.GERMAN_FAULTS)}."
        return f"The {self._one(w.THINGS)} {self._reference()} {self._one(w.ENGLISH_FAULTS)}."

    def _noun(self) -> str:
        """Some compounds are everywhere, most are rare, as in any language (Zipf)."""
        return _RARE_NOUNS[int(len(_RARE_NOUNS) * self._rng.random() ** 4)]

    def _reference(self) -> str:
        letters, number = self._one(("RE", "AB", "SN", "KD", "PO")), self._rng.randrange(10_000_000)
        return f"{letters}-{number:07}"

    def _one(self, choices: list[str] | tuple[str, ...]) -> str:
        return choices[int(self._rng.random() * len(choices))]
