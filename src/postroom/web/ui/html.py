"""Small pieces of HTML that the tags share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

DIRECTED = frozenset({"reply", "reply-all", "forward", "chevron-right", "chevron-left", "send", "logout", "external"})
"""Icons that point along the line of text, and so turn round where it runs from right to left."""


def attributes(values: Mapping[str, object]) -> SafeString:
    """Write keyword arguments as HTML attributes: ``hx_get="/x"`` becomes ``hx-get="/x"``.

    None and False leave the attribute out, True writes it without a value.
    """
    present = {name.rstrip("_").replace("_", "-"): value for name, value in values.items()}
    flags = [(name,) for name, value in present.items() if value is True]
    pairs = [(name, value) for name, value in present.items() if value is not None and not isinstance(value, bool)]
    return format_html("{}{}", format_html_join("", " {}", flags), format_html_join("", ' {}="{}"', pairs))


def classes(*names: str) -> str:
    """Join the class names that are not empty."""
    return " ".join(name for name in names if name)


def svg(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration, and screen readers pass over it."""
    return _drawn(name, size, str(label))


@lru_cache(512)
def _drawn(name: str, size: str, label: str) -> SafeString:
    """A page shows the same few icons a hundred times."""
    look = classes("icon", f"icon--{size}" if size else "", "icon--directed" if name in DIRECTED else "")
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        look,
        voice,
        static("postroom/icons.svg"),
        name,
    )
