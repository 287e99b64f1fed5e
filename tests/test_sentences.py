"""Sentences that were written down in English are said in the language of whoever looks."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

import postroom
from postroom.sentences import joined, made_of, sentence
from postroom.told import Refusal, told
from postroom.web.tickets.reading import sign_in_words

PACKAGE = Path(postroom.__file__).parent
SAME_IN_BOTH = {"%(trigger)s: %(reason)s"}


def _names_of_sentence(tree: ast.Module) -> set[str]:
    """What `postroom.sentences.sentence` is called in a module."""
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "postroom.sentences"]
    names = [alias for node in imports for alias in node.names if alias.name == "sentence"]
    return {alias.asname or alias.name for alias in names}


def _msgids() -> Iterator[str]:
    """Every sentence that the code can write down: what stands in a call of `sentence`, by whatever name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_bytes())
        names = _names_of_sentence(tree)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names:
                yield from _texts(call.args[0])


def _texts(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Call):
        argument = argument.args[0]
    value = getattr(argument, "value", None)
    assert isinstance(value, str), f"a sentence is written out where it is said: {ast.unparse(argument)}"
    yield value


def test_every_reason_and_defect_has_a_german_sentence() -> None:
    msgids = sorted(set(_msgids()))
    assert len(msgids) > 80
    with override("de"):
        assert [msgid for msgid in msgids if gettext(msgid) == msgid and msgid not in SAME_IN_BOTH] == []


def test_notes_and_verdicts_are_sentences() -> None:
    """No rule and no reader says anything in bare English."""
    bare = [
        f"{path.name}: {ast.unparse(call)}"
        for folder in ("intake/rules", "mail")
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(call, ast.Call) and _called(call) in ("note", "miss", "Verdict", "Said") and _is_bare(call)
    ]
    assert bare == []


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_bare(call: ast.Call) -> bool:
    place = 2 if _called(call) == "Said" else 0
    said = call.args[place] if len(call.args) > place else None
    return isinstance(said, ast.JoinedStr) or (isinstance(said, ast.Constant) and said.value != "")


def test_sentence_is_english_and_told_in_german() -> None:
    said = sentence("Text said to be %(charset)s is UTF-8.", charset="us-ascii")
    with override("de"):
        assert (said, told(said, made_of(said))) == (
            "Text said to be us-ascii is UTF-8.",
            "Text, der als us-ascii bezeichnet ist, ist UTF-8.",
        )


def test_sentence_in_a_sentence_is_told_too() -> None:
    inner = sentence("Some bytes are no %(charset)s.", charset="gb2312")
    said = sentence("In a header: %(defect)s", defect=inner)
    with override("de"):
        assert told(said, made_of(said)) == "In einer Kopfzeile: Einige Bytes sind kein gb2312."


def test_joined_sentences_are_told_one_by_one() -> None:
    said = joined(["carl: 4711", sentence("%(attribute)s = %(value)s", attribute=sentence("group"), value="Sales")])
    with override("de"):
        assert (said, told(said, made_of(said))) == ("carl: 4711; group = Sales", "carl: 4711; Gruppe: Sales")


@pytest.mark.parametrize(("number", "english", "german"), [(1000, "1000", "1000"), (120_000, "120,000", "120.000")])
def test_numbers_are_grouped_as_the_language_does(number: int, english: str, german: str) -> None:
    said = sentence("The HTML body was cut after %(most)s tags.", most=number)
    with override("de"):
        assert (said, told(said, made_of(said))) == (
            f"The HTML body was cut after {english} tags.",
            f"Der HTML-Text wurde nach {german} Tags abgeschnitten.",
        )


@pytest.mark.parametrize("old", ["ticket 4711 by subject", "", "50 % of 550 5.1.1 %s", "Reply-To: a@b.example"])
def test_words_of_an_older_postroom_stay_as_they_are(old: str) -> None:
    with override("de"):
        assert told(old) == old


def test_refusal_speaks_the_language_of_whoever_hears_it() -> None:
    refusal = Refusal(sentence("“%(value)s” is not a number.", value="x"))
    with override("de"):
        assert str(refusal) == "„x“ ist keine Zahl."
    assert str(refusal) == "“x” is not a number."


@pytest.mark.parametrize(
    ("sign", "german"),
    [
        ("Auto-Submitted: auto-replied", "Die Mail hat die Kopfzeile „Auto-Submitted: auto-replied“."),
        ("Subject: Automatic reply: x", "Der Betreff lautet „Automatic reply: x“."),
        ("Text: on vacation", "Im Text steht „on vacation“."),
    ],
)
def test_sign_of_a_nature_is_a_sentence(sign: str, german: str) -> None:
    with override("de"):
        assert sign_in_words(sign) == german
