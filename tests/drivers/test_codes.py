"""Codes are promises to the pages that translate them."""

from __future__ import annotations

from collections import Counter

from postroom.drivers import codes

CODES = {name: value for name, value in vars(codes).items() if name.isupper()}


def test_no_two_codes_are_the_same_word() -> None:
    assert [word for word, times in Counter(CODES.values()).items() if times > 1] == []


def test_codes_are_words_of_small_letters_and_hyphens() -> None:
    assert [word for word in CODES.values() if not word.replace("-", "").isalnum() or word != word.lower()] == []
