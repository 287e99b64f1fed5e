"""Words are found however they are written and in whichever form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.search.folding import fold
from postroom.search.questions import question
from postroom.search.syntax import parse
from postroom.search.vector import vector
from postroom.search.words import LONGEST, lexemes


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Müller", "muller"), ("MUELLER", "muller"), ("muller", "muller"), ("Straße", "strasse"),
        ("STRASSE", "strasse"), ("naïve", "naive"), ("Frauen", "fraun"), ("ﬁsch", "fisch"), ("Ωμέγα", "ωμεγα"),
        ("Ёлка", "елка"),
    ],
)  # fmt: skip
def test_word_has_one_spelling(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=20), st.integers(0, 20))
def test_beginning_of_a_word_is_the_beginning_of_its_folded_form(word: str, length: int) -> None:
    assert fold(word).startswith(fold(word[:length]))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Die Häuser stehen leer", "Haus"), ("Ein Haus", "Häuser"), ("Ein Haus", "Haeuser"), ("Rechnungen", "rechnung"),
        ("Rechnung", "Rechnungen"), ("Rechnungsnummer", "rechnung"), ("Druckertreiber", "drucker"), ("groß", "gross"),
        ("Grösse", "größe"), ("Herr Mueller", "müller"), ("Frau Müller", "mull"), ("running late", "run"),
        ("invoices", "invoice"), ("two printers", "printer"), ("RE-0012345", "re-0012345"), ("RE-0012345", "0012345"),
        ("anna@desk.example", "anna@desk"), ("KÜNDIGUNG", "kuendigung"),
    ],
)  # fmt: skip
def test_word_of_a_text_answers_what_was_typed(text: str, typed: str) -> None:
    asks = question(parse(typed))
    assert any(asks.hits(word) for word in text.replace("-", " ").replace("@", " ").split())


def test_word_of_another_meaning_does_not_answer() -> None:
    assert not question(parse("Rechnung")).hits("Rechner")


@pytest.mark.parametrize(
    ("typed", "tsquery"),
    [
        ("drucker", "(('drucker':* | 'druck'))"),
        ('"leere Seiten"', "('leere' <-> 'seiten')"),
        ("AB-1234", "(('ab' <-> '1234':*))"),
        ("a OR b", "(('a') | ('b'))"),
        ("die rechnung", "(('rechnung':*))"),
        ("die", "(('die':*))"),
        ("from:anna", "(('anna':*B))"),
        ("an:anna", "(('anna':*C))"),
        ("has:attachment", "(':file')"),
        ("mit:Anhang", "(':file')"),
        ("group:support", ""),
        ("'", ""),
    ],
)
def test_search_becomes_a_tsquery(typed: str, tsquery: str) -> None:
    assert question(parse(typed)).tsquery == tsquery


def test_vector_names_words_with_place_and_weight() -> None:
    assert vector([("Haus", "A"), ("im Haus", "D")], [":file"]) == "'haus':1A,13 'im':12 ':file'"


def test_quotes_in_words_of_other_scripts_stay_inside_the_lexeme() -> None:
    assert vector([("x", "D")], ["it's \\"]) == "'x':1 'it''s \\\\'"


def test_very_long_words_are_cut() -> None:
    assert [len(lexeme) for lexeme in lexemes("\ufdfa" * 500)] == [LONGEST]


def test_vector_of_an_endless_text_stays_below_what_is_stored() -> None:
    assert len(vector([(" ".join(f"wort{number}" for number in range(300_000)), "D")])) < 1_200_000
