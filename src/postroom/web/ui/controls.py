"""Icons, buttons, fields, choices."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from postroom.web.ui.html import attributes, classes, svg

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw an icon: sizes are s, (usual), l, xl."""
    return svg(name, size, label)


@register.simple_tag
def button(
    text: str = "", kind: str = "", icon: str = "", href: str = "", small: bool = False, label: str = "", **rest: object
) -> SafeString:
    """Draw a button, or a link that looks like one when `href` is given.

    Kinds are primary, quiet, danger, danger-fill. Without `text` it shows the icon alone and needs a `label`.
    Other arguments become attributes: ``hx_post=url``, ``type="button"``, ``data_confirm=sentence``.
    """
    look = classes(
        "button",
        f"button--{kind}" if kind else "",
        "button--small" if small else "",
        "" if text else "button--icon",
        str(rest.pop("class_", "")),
    )
    inside = format_html("{}{}", svg(icon) if icon else "", format_html("<span>{}</span>", text) if text else "")
    more = attributes({"aria_label": label or None, "title": label if not text and label else None, **rest})
    if href:
        return format_html('<a class="{}" href="{}"{}>{}</a>', look, href, more, inside)
    kind_of = "" if "type" in rest else SafeString(' type="submit"')
    return format_html('<button class="{}"{}{}>{}</button>', look, kind_of, more, inside)


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: str = "") -> SafeString:
    """Write the choices of a selection, value and label each; written here, for a list has sixty of them."""
    return mark_safe("".join([_option(str(value), str(label), chosen) for value, label in choices]))  # noqa: S308  # escaped


def _option(value: str, label: str, chosen: str) -> str:
    mark = " selected" if chosen and value == chosen else ""
    return f'<option value="{escape(value)}"{mark}>{escape(label)}</option>'


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: forms.BaseForm, focus: bool = True) -> dict[str, Any]:
    """Say at the top of a form that something in it has to be mended, and what concerns no single field.

    The page begins there (`focus`), so that nobody has to look for it.
    """
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {
        "broken": bool(form.errors),
        "focus": focus,
        "sentences": [*form.non_field_errors(), *hidden],
        "fields": [bound for bound in form.visible_fields() if bound.errors],
    }


@register.inclusion_tag("components/choice_cards.html")
def choice_cards(bound: BoundField, cards: Iterable[Any] = ()) -> dict[str, Any]:
    """Render a choice as large cards; `cards` have value and title, and may have text, icon, note, disabled."""
    chosen = str(bound.value() or "")
    plain = [{"value": value, "title": title} for value, title in getattr(bound.field, "choices", ())]
    return {"field": bound, "cards": list(cards) or plain, "chosen": chosen}


@register.inclusion_tag("components/copy_field.html")
def copy_field(value: str, label: str, id: str = "") -> dict[str, object]:
    """Show a text to be taken elsewhere (a link, an address, a key) with a button that copies it, all its lines."""
    name = id or f"copy-{abs(hash(value)):x}"
    return {"value": value, "label": label, "id": name, "copied": _("Copied"), "lines": "\n" in value}
