"""Tags that only `base.html` uses."""

from __future__ import annotations

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

STYLE_SHEETS = (
    "tokens",  # first: it orders the layers
    "base",
    "frame",
    "entrance",
    "navigation",
    "controls",
    "data",
    "feedback",
    "overlay",
    "ticket",
    "live",
    "utilities",
)


@register.simple_tag
@cache
def style_sheets() -> SafeString:
    """Link the style sheets of the design system."""
    addresses = ((static(f"postroom/css/{name}.css"),) for name in STYLE_SHEETS)
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', addresses)


@register.simple_block_tag
def fragment(content: str) -> SafeString:
    """Keep a rendered piece under a name, to use it twice: ``{% fragment as name %}...{% endfragment %}``."""
    return mark_safe(content.strip())  # noqa: S308  # the template engine rendered and escaped it
