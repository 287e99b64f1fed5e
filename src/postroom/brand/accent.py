"""What a chosen colour becomes in each theme, so that everything in it can be read (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

from dataclasses import dataclass

from postroom.brand.colours import BLACK, WHITE, Colour, contrast, luminance, mixed, nearest, read_colour, written

OF_WORDS = 4.5
OF_MARKS = 3.0
_TINT = 0.1
_HOVER = 0.12


@dataclass(frozen=True, slots=True)
class Theme:
    """The surfaces of a theme on which the accent stands; css/tokens.css has the same values (a test compares them)."""

    name: str
    paper: Colour
    surfaces: tuple[Colour, ...]
    """Paper and what comes closest to the ink: what can be read on these can be read on all."""
    letters: tuple[Colour, ...]
    """What may be written on a button, the preferred first."""


def _colours(*texts: str) -> tuple[Colour, ...]:
    return tuple(read_colour(text) for text in texts)


LIGHT = Theme(
    "light", WHITE, _colours("#ffffff", "#f5f4f1", "#efeeea", "#e8e6e1", "#f1f5fd"), _colours("#ffffff", "#131416")
)
DARK = Theme(
    "dark",
    read_colour("#1b1c1f"),
    _colours("#1b1c1f", "#131416", "#25272b", "#2c2f34", "#1d222d"),
    _colours("#ffffff", "#131416"),
)
THEMES = (LIGHT, DARK)


@dataclass(frozen=True, slots=True)
class Shades:
    """The accent in one theme."""

    theme: Theme
    fill: Colour
    """Of buttons, with `letters` on it."""
    hover: Colour
    letters: Colour
    tint: Colour
    """Behind a choice that is ticked or a row that is selected."""
    ink: Colour
    """Of links, marks and the frame around what has the focus."""

    @property
    def grounds(self) -> tuple[Colour, ...]:
        """Everything that links stand on."""
        return (*self.theme.surfaces, self.tint)


def shades(chosen: Colour, theme: Theme) -> Shades:
    """Return the colour as the theme shows it, darkened or lightened no more than needed."""
    fill = nearest(chosen, lambda shade: _is_button(shade, theme))
    letters = _letters(fill, theme)
    tint = mixed(theme.paper, chosen, _TINT)
    grounds = (*theme.surfaces, tint)
    ink = nearest(chosen, lambda shade: all(contrast(shade, ground) >= OF_WORDS for ground in grounds))
    return Shades(theme, fill, _hover(fill, letters), letters, tint, ink)


def style_sheet(chosen: Colour) -> str:
    """Return the design system's tokens of the accent."""
    light, dark = (shades(chosen, theme) for theme in THEMES)
    pairs = {
        "accent": (light.ink, dark.ink),
        "accent-fill": (light.fill, dark.fill),
        "accent-fill-hover": (light.hover, dark.hover),
        "on-accent": (light.letters, dark.letters),
        "accent-tint": (light.tint, dark.tint),
        "selected": (light.tint, dark.tint),
        "focus": (light.ink, dark.ink),
    }
    lines = (f"    --{name}: light-dark({written(day)}, {written(night)});" for name, (day, night) in pairs.items())
    return "@layer tokens {\n  :root {\n" + "\n".join(lines) + "\n  }\n}\n"


def _is_button(shade: Colour, theme: Theme) -> bool:
    return contrast(shade, theme.paper) >= OF_MARKS and contrast(shade, _letters(shade, theme)) >= OF_WORDS


def _letters(shade: Colour, theme: Theme) -> Colour:
    """White letters where they can be read, else dark ones."""
    return next((ink for ink in theme.letters if contrast(shade, ink) >= OF_WORDS), theme.letters[-1])


def _hover(fill: Colour, letters: Colour) -> Colour:
    """Away from the letters, so that they stay as readable."""
    return mixed(fill, BLACK if luminance(letters) > luminance(fill) else WHITE, _HOVER)
