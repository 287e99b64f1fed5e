"""What is foreseen for the mail that lies in a folder."""

from __future__ import annotations

import datetime

import pytest

from postroom.channels.foresight import Choices, Foresight, Found, foresee

JANUARY = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
MARCH = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
MAY = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
JULY = datetime.datetime(2026, 7, 1, tzinfo=datetime.UTC)

SEVEN = Found(count=7, unread=2, oldest=MARCH, newest=MAY)


@pytest.mark.parametrize(
    ("found", "choices", "foreseen"),
    [
        (SEVEN, Choices("mark_read", True, JULY), Foresight(False, False, False)),
        (SEVEN, Choices("delete", True, JULY), Foresight(True, False, False)),
        (SEVEN, Choices("move", False, JULY), Foresight(False, True, False)),
        (SEVEN, Choices("move", True, None), Foresight(False, True, False)),
        (SEVEN, Choices("move", True, MAY), Foresight(False, False, True)),
        (SEVEN, Choices("move", True, JANUARY), Foresight(False, True, False)),
        (Found(), Choices("delete", False, None), Foresight(True, False, False)),
    ],
)
def test_foresight(found: Found, choices: Choices, foreseen: Foresight) -> None:
    assert foresee(found, choices) == foreseen
