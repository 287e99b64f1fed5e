"""Translated sentences for the parts that run without Django (settings, the command line, the supervisor).

They stand in the same catalogue as Django's, ``locale/<language>/LC_MESSAGES/django.mo``, and the language is that of
the terminal (``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, in the order of GNU gettext).
"""

from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


@cache
def _catalogue() -> NullTranslations:
    return translation("django", LOCALE, fallback=True)


def gettext(sentence: str) -> str:
    """The sentence in the language of the terminal, or as it is where there is no translation."""
    return _catalogue().gettext(sentence)


def language() -> str:
    """The language of the sentences: ``en`` where there is no catalogue for that of the terminal."""
    return _catalogue().info().get("language", "en")
