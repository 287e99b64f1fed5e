"""A field of a form with its label, help and errors; written without a template, for a ticket alone has seven."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from postroom.web.ui.html import svg

register = template.Library()


@register.simple_tag
def field(bound: BoundField, help: str = "", label: str = "", **rest: object) -> SafeString:
    """Render any field of a form with label, help, errors; other arguments become attributes of the input."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {name.rstrip("_").replace("_", "-"): value for name, value in rest.items()}
    control = bound.as_widget(attrs=described(bound, help) | attrs)
    said = label or bound.label or ""
    if isinstance(widget, forms.CheckboxInput):
        return _box(bound, help, _check(bound, said, control), " field--check")
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _box(bound, help, _several(bound, said, control), role=_group(bound))
    return _box(bound, help, _single(bound, said, control))


def described(bound: BoundField, help: str) -> dict[str, str]:
    """Tie help and errors to the input, for those who hear the page."""
    ids = []
    if help or bound.help_text:
        ids.append(f"{_id(bound)}-help")
    if bound.errors:
        ids.append(f"{_id(bound)}-error")
    found = {"aria-describedby": " ".join(ids)} if ids else {}
    return {**found, **({"aria-invalid": "true"} if bound.errors else {})}


def _box(bound: BoundField, help: str, inside: SafeString, look: str = "", role: str = "") -> SafeString:
    return format_html(
        '<div class="field{}{}"{}>{}{}{}</div>',
        look,
        " field--error" if bound.errors else "",
        role,
        inside,
        _help(bound, help or bound.help_text),
        _errors(bound),
    )


def _check(bound: BoundField, label: StrOrPromise, control: str) -> SafeString:
    return format_html(
        '<div class="field__line">{}<label class="field__label" for="{}">{}</label></div>',
        control,
        bound.id_for_label,
        label,
    )


def _several(bound: BoundField, label: StrOrPromise, control: str) -> SafeString:
    return format_html(
        '<span class="field__label" id="{}-label">{}{}</span><div class="field__control">{}</div>',
        _id(bound),
        label,
        _optional(bound),
        control,
    )


def _single(bound: BoundField, label: StrOrPromise, control: str) -> SafeString:
    return format_html(
        '<label class="field__label" for="{}">{}{}</label><div class="field__control">{}</div>',
        bound.id_for_label,
        label,
        _optional(bound),
        control,
    )


def _group(bound: BoundField) -> SafeString:
    return format_html(' role="group" aria-labelledby="{}-label"', _id(bound))


def _optional(bound: BoundField) -> SafeString:
    if bound.field.required:
        return SafeString("")
    return format_html(' <span class="field__optional">{}</span>', _("(optional)"))


def _help(bound: BoundField, help: StrOrPromise) -> SafeString:
    return format_html('<div class="field__help" id="{}-help">{}</div>', _id(bound), help) if help else SafeString("")


def _errors(bound: BoundField) -> SafeString:
    if not bound.errors:
        return SafeString("")
    sentences = format_html_join(" ", "{}", ((error,) for error in bound.errors))
    return format_html(
        '<div class="field__error" id="{}-error">{}<span>{}</span></div>', _id(bound), svg("error", "s"), sentences
    )


def _id(bound: BoundField) -> str:
    return bound.id_for_label or bound.html_name
