"""What ``postroom check`` finds."""

from dataclasses import dataclass
from enum import Enum


class Weight(Enum):
    """Whether somebody has to do something."""

    RIGHT = "right"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One sentence, and how much it weighs."""

    weight: Weight
    sentence: str


def right(sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(Weight.RIGHT, sentence)


def note(sentence: str) -> Finding:
    """Worth knowing."""
    return Finding(Weight.NOTE, sentence)


def wrong(sentence: str) -> Finding:
    """Somebody has to do something."""
    return Finding(Weight.WRONG, sentence)
