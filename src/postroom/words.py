"""Translated sentences for the parts that run without Django (settings, the command line, the supervisor).

They stand in the same catalogue as Django's, ``locale/<language>/LC_MESSAGES/django.mo``, and the language is that of
the terminal (``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, in the order of GNU gettext).
"""

from functools import cache
from gettext import NullTranslations, bindtextdomain, textdomain, translation
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
_DOMAIN = "django"


@cache
def _catalogue() -> NullTranslations:
    return translation(_DOMAIN, LOCALE, fallback=True)


def gettext(sentence: str) -> str:
    """The sentence in the language of the terminal, or as it is where there is no translation."""
    return _catalogue().gettext(sentence)


def gettext_noop(sentence: str) -> str:
    """The sentence as it is, for somebody else to translate who knows the reader's language."""
    return sentence


def language() -> str:
    """The language of the sentences: ``en`` where there is no catalogue for that of the terminal."""
    return _catalogue().info().get("language", "en")


def lend_to_libraries() -> None:
    """Let libraries that ask the standard library's `gettext` find their words in our catalogue: argparse does."""
    bindtextdomain(_DOMAIN, str(LOCALE))
    textdomain(_DOMAIN)
