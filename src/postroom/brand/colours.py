"""Colours as numbers: contrast as WCAG 2.2 measures it, and mixing.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, #dfn-relative-luminance
"""

from __future__ import annotations

import re
from collections.abc import Callable

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
_HEX = re.compile(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_STEPS = 100


def read_colour(text: str) -> Colour:
    """Return the colour written as #rrggbb, with or without the hash. Raises ValueError for anything else."""
    found = _HEX.fullmatch(text)
    if found is None:
        raise ValueError(text)
    red, green, blue = (int(part, 16) for part in found.groups())
    return red, green, blue


def written(colour: Colour) -> str:
    """Return the colour as #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return the colour with a share (0 to 1) of another."""
    red, green, blue = (round(mine + (its - mine) * share) for mine, its in zip(colour, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Return the relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def nearest(colour: Colour, fits: Callable[[Colour], bool]) -> Colour:
    """Return the colour, darkened or lightened no more than needed to fit. Raises ValueError where none does."""
    for step in range(_STEPS + 1):
        for end in (BLACK, WHITE):
            shade = mixed(colour, end, step / _STEPS)
            if fits(shade):
                return shade
    raise ValueError(written(colour))


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
