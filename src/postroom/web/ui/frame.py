"""Tags that only `base.html` uses."""

from __future__ import annotations

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

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


@register.simple_tag
def unchanging(template_name: str, signed_in: bool) -> SafeString:
    """Show a part that is the same on every page of a language; it is given nothing else."""
    return _unchanging(template_name, signed_in, get_language())


@cache
def _unchanging(template_name: str, signed_in: bool, _language: str | None) -> SafeString:
    return render_to_string(template_name, {"signed_in": signed_in})


@register.simple_block_tag
def fragment(content: str) -> SafeString:
    """Keep a rendered piece under a name, to use it twice: ``{% fragment as name %}...{% endfragment %}``."""
    return mark_safe(content.strip())  # noqa: S308  # the template engine rendered and escaped it
