"""Every error has a sentence and a remedy, in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from postroom.channels.sentences import SENTENCES, explain, step_title
from postroom.channels.sentences.steps import STEPS
from postroom.drivers import codes

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
