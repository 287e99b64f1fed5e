"""What people type is read without an error, whatever it is."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.search.days import day_of
from postroom.search.questions import question
from postroom.search.syntax import Hint, parse

Told = list[list[tuple[str, str]]]


def told(typed: str) -> Told:
    """The clauses as (operator, text), a minus before what is not wanted."""
    return [
        [(item.operator.key if item.operator else "", f"{'-' if item.negated else ''}{item.text}") for item in clause]
        for clause in parse(typed).clauses
    ]


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("drucker papier", [[("", "drucker")], [("", "papier")]]),
        ("drucker ODER scanner papier", [[("", "drucker"), ("", "scanner")], [("", "papier")]]),
        ("a AND b", [[("", "a")], [("", "b")]]),
        ("OR a OR", [[("", "a")]]),
        ("a OR -b", [[("", "a")], [("", "-b")]]),
        ("-toner", [[("", "-toner")]]),
        ("- toner", [[("", "-")], [("", "toner")]]),
        ("„leere Seiten“", [[("", "leere Seiten")]]),
        ('"not closed', [[("", "not closed")]]),
        ("von:meier", [[("from", "meier")]]),
        ('Gruppe:"2nd level"', [[("group", "2nd level")]]),
        ("-state:closed", [[("state", "-closed")]]),
        ("https://x.example/a", [[("", "https://x.example/a")]]),
        ("Re: hello", [[("", "Re")], [("", "hello")]]),
        ("10:30", [[("", "10:30")]]),
        ("from:", [[("", "from")]]),
        ("", []),
        ('""', []),
    ],
)
def test_typed_is_read(typed: str, clauses: Told) -> None:
    assert told(typed) == clauses


def test_unknown_operator_is_searched_and_told() -> None:
    search = parse("fron:anna xyz:x")
    assert search.hints == (Hint("fron", "from"), Hint("xyz", ""))
    assert told("fron:anna") == [[("", "fron anna")]]


@given(st.text(st.sampled_from('ab "-:|(){}<>&!\\*\0äß\u2028\U0001f600:from:has:ORoderstate'), max_size=60))
def test_anything_can_be_typed(typed: str) -> None:
    asks = question(parse(typed))
    assert asks.tsquery.count("(") == asks.tsquery.count(")")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31", "2026-01-31"), ("31.1.2026", "2026-01-31"), ("2026-02", "2026-02-01"), ("2026", "2026-01-01"),
        ("2.2026", "2026-02-01"), ("heute", "2026-11-23"), ("yesterday", "2026-11-22"),
        ("2026-02-30", None), ("0001", None), ("99999", None), ("soon", None),
    ],
)  # fmt: skip
def test_days_are_read(text: str, day: str | None) -> None:
    found = day_of(text, datetime.date(2026, 11, 23))
    assert (found.isoformat() if found else None) == day
