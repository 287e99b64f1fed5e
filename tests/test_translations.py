"""The German catalogue is whole, and the terminal speaks German throughout."""

import re
from collections.abc import Iterable
from pathlib import Path

import allauth
import polib
import pytest
from django.utils.translation import gettext, override

from postroom.argparse_words import ARGPARSE_WORDS
from postroom.words import LOCALE
from tests.servers.running import postroom

CATALOGUE = Path(LOCALE, "de", "LC_MESSAGES", "django.po")
SIGN_IN_CATALOGUE = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
NOT_INSTALLED = re.compile(r"(templates/)?(socialaccount|idp|openid|usersessions|headless)")
FAMILIAR = re.compile(r"\b(du|dein\w*|dich|dir)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|#\{[\w.]+\}|\{\w+(?::[^}]*)?\}")
GERMAN = {"LANG": "de_DE.UTF-8"}
ENGLISH = re.compile("|".join(re.escape(words.strip()) for words in ARGPARSE_WORDS if "%" not in words))


def entries() -> list[polib.POEntry]:
    """The sentences that are in use."""
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def placeholders(text: str) -> frozenset[str]:
    """What stands in `text` for a value."""
    return frozenset(PLACEHOLDER.findall(text))


def germans(entry: polib.POEntry) -> Iterable[str]:
    """The translation, or one for each number."""
    return entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_has_german_that_a_person_has_seen() -> None:
    assert [entry.msgid for entry in entries() if entry.fuzzy or not all(germans(entry))] == []


def test_translations_name_the_values_of_their_sentence() -> None:
    differing = [
        entry.msgid
        for entry in entries()
        if not {placeholders(german) for german in germans(entry)}
        <= {placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text}
    ]
    assert differing == []


def test_no_sentence_stands_twice() -> None:
    keys = [(entry.msgctxt, entry.msgid) for entry in entries()]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_quotation_marks_are_the_german_ones() -> None:
    tags = re.compile("<[^>]*>")
    marks = [(entry.msgid, re.sub(tags, "", german)) for entry in entries() for german in germans(entry)]
    assert [msgid for msgid, german in marks if re.search('["”‘’]', re.sub("„[^“]*“", "", german))] == []


@pytest.mark.parametrize(
    "command", ["", "run", "web", "worker", "check", "inject", "explain", "user", "backup", "restore"]
)
def test_help_in_a_german_terminal_has_no_english_words(command: str) -> None:
    done = postroom(*command.split(), "--help", **GERMAN)
    assert done.stdout.startswith("Aufruf: postroom")
    assert ENGLISH.findall(done.stdout) == []
    assert (done.returncode, done.stderr) == (0, "")


def test_wrong_call_in_a_german_terminal_is_refused_in_german() -> None:
    done = postroom("explain", **GERMAN)
    assert done.stderr.splitlines()[-1] == "postroom explain: Fehler: es fehlt: PATH"
    assert done.returncode == 2


def test_sign_in_pages_do_not_say_du() -> None:
    sentences = [
        entry.msgid
        for entry in polib.pofile(str(SIGN_IN_CATALOGUE))
        if not entry.obsolete and not all(NOT_INSTALLED.match(file) for file, _line in entry.occurrences)
    ]
    with override("de"):
        assert [sentence for sentence in sentences if FAMILIAR.search(gettext(sentence))] == []
