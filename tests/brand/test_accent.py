"""Whatever colour is chosen, everything in it can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import postroom
from postroom.brand.accent import DARK, LIGHT, OF_MARKS, OF_WORDS, THEMES, shades, style_sheet
from postroom.brand.colours import contrast, read_colour, written

TOKENS = Path(postroom.__file__).parent / "web/static/postroom/css/tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
STEPS = (0, 64, 128, 191, 255)
COLOURS = [(red, green, blue) for red in STEPS for green in STEPS for blue in STEPS]
INKS = ("ink", "ink-soft", "ink-faint")
SURFACES = ("paper", "desk", "raised", "sunken", "hover", "pressed", "agent-tint")


def tokens() -> dict[str, tuple[str, str]]:
    """Return the light and the dark value of every token that has both."""
    return {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("index", range(len(THEMES)), ids=[theme.name for theme in THEMES])
def test_words_and_marks_can_be_read_in_any_colour(index: int) -> None:
    found = tokens()
    surfaces = [read_colour(found[name][index]) for name in SURFACES]
    inks = [read_colour(found[name][index]) for name in INKS]
    for chosen in COLOURS:
        made = shades(chosen, THEMES[index])
        assert contrast(made.fill, made.letters) >= OF_WORDS, chosen
        assert contrast(made.hover, made.letters) >= OF_WORDS, chosen
        assert contrast(made.fill, surfaces[0]) >= OF_MARKS, chosen
        assert min(contrast(made.ink, surface) for surface in [*surfaces, made.tint]) >= OF_WORDS, chosen
        assert min(contrast(ink, made.tint) for ink in inks) >= OF_WORDS, chosen


@pytest.mark.parametrize(
    ("chosen", "light", "dark"),
    [
        ("#2d5ac2", ("#2d5ac2", "#ffffff", "#2d5ac2"), ("#3862c5", "#ffffff", "#7995d8")),
        ("#ffff00", ("#999900", "#131416", "#6b6b00"), ("#ffff00", "#131416", "#ffff00")),
    ],
)
def test_colour_is_changed_no_more_than_needed(
    chosen: str, light: tuple[str, str, str], dark: tuple[str, str, str]
) -> None:
    for theme, expected in ((LIGHT, light), (DARK, dark)):
        made = shades(read_colour(chosen), theme)
        assert (written(made.fill), written(made.letters), written(made.ink)) == expected


def test_style_sheet_sets_tokens_that_the_design_system_has() -> None:
    known = set(re.findall(r"--([\w-]+):", TOKENS.read_text(encoding="utf-8")))
    assert set(re.findall(r"--([\w-]+):", style_sheet((255, 221, 0)))) - known == set()
    assert dict.fromkeys(name for name, _light, _dark in PAIR.findall(style_sheet((255, 221, 0)))).keys() >= {
        "accent",
        "accent-fill",
        "on-accent",
        "focus",
    }


@pytest.mark.parametrize("text", ["-", "red", "#fff", "#12345g", "#1234567", "}body{"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        read_colour(text)
