"""Pages, tabs, sorting and the links of the navigation: what needs to know the address of the page."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from postroom.web.ui.html import svg

register = template.Library()

_CURRENT = SafeString(' aria-current="page"')


def _address(request: HttpRequest, **changes: object) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Render the pages of a list, keeping what else the address says."""
    request = context["request"]
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [(n, _address(request, **{parameter: n}) if isinstance(n, int) else "") for n in around],
        "previous": _address(request, **{parameter: page.number - 1}) if page.has_previous() else "",
        "next": _address(request, **{parameter: page.number + 1}) if page.has_next() else "",
    }


@register.simple_tag(takes_context=True)
def sort_header(context: Context, name: str, text: str, class_: str = "") -> SafeString:
    """A column's head that sorts by it: ``?sort=name``, and ``?sort=-name`` when it already does."""
    now = context["request"].GET.get("sort", context.get("sort", ""))
    descending, chosen = now.startswith("-"), now.lstrip("-") == name
    target = f"-{name}" if chosen and not descending else name
    order = ("descending" if descending else "ascending") if chosen else "none"
    arrow = svg("arrow-down" if descending else "arrow-up", "s") if chosen else ""
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a class="sort" href="{}">{}{}</a></th>',
        class_,
        order,
        _address(context["request"], sort=target),
        text,
        arrow,
    )


@register.simple_tag(takes_context=True)
def nav_link(
    context: Context,
    href: str,
    text: str,
    icon: str = "",
    count: int | str | None = None,
    alert: bool = False,
    shortcut: str = "",
) -> SafeString:
    """A link of the side navigation; it is current on its own page and on those below it.

    Written here and not by a template: every page has two dozen of them.
    """
    if not href:
        return SafeString("")
    said = text if isinstance(text, SafeString) else str(text)
    return _link(href, _is_at(context.get("request"), href), said, icon, count, alert, shortcut, get_language())


@register.simple_tag(takes_context=True)
def nav_page(
    context: Context,
    name: str,
    text: str,
    icon: str = "",
    count: int | str | None = None,
    alert: bool = False,
    shortcut: str = "",
) -> SafeString:
    """A link of the side navigation to the page of this name; nothing where there is no such page."""
    return nav_link(context, _address_of(name), text, icon, count, alert, shortcut)


@cache
def _address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@lru_cache(2048, typed=True)
def _link(
    href: str,
    current: bool,
    text: str,
    icon: str,
    count: int | str | None,
    alert: bool,
    shortcut: str,
    _language: str | None,
) -> SafeString:
    return format_html(
        '<a class="nav__link" href="{}"{}{}>{}<span class="nav__label">{}</span>{}</a>',
        href,
        _CURRENT if current else "",
        format_html(' data-shortcut="{}"', shortcut) if shortcut else "",
        svg(icon) if icon else "",
        text,
        _number(count, "nav__count nav__count--alert" if alert else "nav__count") if count else "",
    )


def _is_at(request: HttpRequest | None, href: str) -> bool:
    if request is None:
        return False
    path = request.get_full_path() if "?" in href else request.path
    return path == href or (href.endswith("/") and href != "/" and path.startswith(href))


def _number(count: int | str, look: str) -> SafeString:
    return format_html('<span class="{}">{}</span>', look, localize(count))


@register.inclusion_tag("components/tab.html", takes_context=True)
def tab(
    context: Context, href: str, text: str, count: int | None = None, current: bool | None = None
) -> dict[str, Any]:
    """A tab is a link to a page of its own; it is current where `current` says so, or by its address."""
    request = context.get("request")
    here = request is not None and href in (request.path, request.get_full_path())
    return {"href": href, "text": text, "count": count, "current": here if current is None else current}
