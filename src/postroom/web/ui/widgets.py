"""How form widgets are written: those of every page without a template, which takes ten times as long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
"""What a widget says of itself to its template (Django, "The Forms API: Widgets", `get_context`)."""


class Renderer(DjangoTemplates):
    """Writes selections and plain inputs itself and leaves all others to their templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Return the HTML of a widget."""
        write = _WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', str(value)),
        _attributes(widget["attrs"]),
    )


def _select(widget: Widget) -> SafeString:
    groups = (_group(label, options) for label, options, _index in widget["optgroups"])
    choices = format_html_join("", "{}", ((group,) for group in groups))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), choices)


def _group(label: str | None, options: Iterable[Widget]) -> SafeString:
    rows = ((str(option["value"]), _attributes(option["attrs"]), option["label"]) for option in options)
    written = format_html_join("", '<option value="{}"{}>{}</option>', rows)
    return format_html('<optgroup label="{}">{}</optgroup>', label, written) if label else written


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    given = {name: value for name, value in attrs.items() if value is not False}
    flags = format_html_join("", " {}", ((name,) for name, value in given.items() if value is True))
    pairs = ((name, str(value)) for name, value in given.items() if value is not True)
    return flags + format_html_join("", ' {}="{}"', pairs)


_WRITERS: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in ("text", "email", "number", "hidden", "datetime")},
}
