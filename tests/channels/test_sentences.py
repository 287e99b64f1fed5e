"""Every error has a sentence and a remedy, in both languages."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from django.utils import translation

from postroom.channels.sentences import SENTENCES, explain, step_title
from postroom.channels.sentences.steps import STEPS
from postroom.drivers import codes

TOOLS = Path(__file__).parents[2] / "tools"
CODES = sorted(value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str))


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_drivers_has_a_sentence(code: str) -> None:
    assert code in SENTENCES


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_sentence_and_remedy_exist_in_german(code: str) -> None:
    said = SENTENCES[code]
    english = (str(said.what), str(said.remedy))
    with translation.override("de"):
        german = (str(said.what), str(said.remedy))
    assert all(german)
    assert [a == b for a, b in zip(english, german, strict=True)] == [False, False]


@pytest.mark.parametrize("step", sorted(STEPS))
def test_step_has_a_german_title(step: str) -> None:
    with translation.override("de"):
        german = str(step_title(step))
    assert german != str(step_title(step))


def test_unknown_code_still_says_something() -> None:
    assert str(explain("no such code").remedy) == (
        "Read the server's words below; they usually say what is wrong. Postroom keeps trying."
    )


FIELD_CODES = [
    1002016, 16000, 28000, 50011, 500011, 500014, 50020, 500113, 500200, 50034, 50053, 50055, 50057, 50059, 50072,
    50076, 50079, 50105, 50126, 50158, 50173, 50194, 53000, 53001, 53003, 530003, 54005, 65001, 65004, 65005, 70000,
    700003, 70008, 70011, 700016, 70043, 700082, 700084, 7000112, 7000215, 7000218, 7000222, 90002, 900023, 90008,
    90072, 90094, 90095, 9002313, 9002325, 9002326, 9002327,
]  # fmt: skip
"""Every code of the sign-in service that administrators of help desks meet."""


@pytest.mark.parametrize("number", FIELD_CODES)
def test_every_code_of_microsofts_sign_in_has_a_sentence(number: int) -> None:
    assert f"AADSTS{number}" in SENTENCES


@pytest.mark.parametrize("number", FIELD_CODES)
def test_every_code_of_microsofts_sign_in_leads_on(number: int) -> None:
    assert explain(f"AADSTS{number}").link.startswith("https://l")


SAME_SENTENCE = [{50072, 50079}, {65001, 90008, 90094}, {9002325, 9002326, 9002327}]
"""Codes that mean the same to whoever reads them, and have the same remedy."""


@pytest.mark.parametrize("language", ["en", "de"])
def test_codes_that_mean_different_things_have_sentences_of_their_own(language: str) -> None:
    alike = [frozenset(next((group for group in SAME_SENTENCE if number in group), {number})) for number in FIELD_CODES]
    with translation.override(language):
        said = {group: str(explain(f"AADSTS{min(group)}").what) for group in alike}
    assert len(set(said.values())) == len(set(alike))


SERVER_WORDS = [
    ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled", "SmtpClientAuthentication"),
    ("554 5.2.252 SendAsDenied", "Add-RecipientPermission"),
    ("User is authenticated but not connected", "-ImapEnabled $true"),
    ("404 ErrorItemNotFound The specified object was not found in the store., Default folder Root", "FullAccess"),
]


@pytest.mark.parametrize(("words", "command"), SERVER_WORDS)
def test_words_of_microsofts_servers_lead_to_a_command_to_paste(words: str, command: str) -> None:
    every = runpy.run_path(str(TOOLS / "server_words.py"))["every"]()
    code = next(said.code for said in every if said.words.startswith(words))
    assert command in explain(code).command


def test_no_words_of_microsofts_servers_are_unknown() -> None:
    every = runpy.run_path(str(TOOLS / "server_words.py"))["every"]()
    assert [said.words for said in every if said.code not in SENTENCES] == []


def test_unknown_code_of_microsofts_sign_in_leads_to_its_explanation() -> None:
    assert explain("AADSTS99999999").link == "https://login.microsoftonline.com/error"
