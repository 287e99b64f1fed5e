"""Tags that hold something: alerts, panels, dialogs, menus, fieldsets, empty states."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from postroom.web.ui.html import classes, svg

register = template.Library()


@register.simple_block_tag
def alert(
    content: str, tone: str = "info", title: str = "", remedy: str = "", words: str = "", live: bool = False
) -> SafeString:
    """Say what happened (`title`), what to do (`remedy`), in the server's `words`; buttons stand inside.

    Tones are info, ok, warning, error. With `live` a screen reader speaks it when it appears.
    """
    values = {"tone": tone, "title": title, "remedy": remedy, "words": words, "live": live, "content": content}
    return render_to_string("components/alert.html", values)


@register.simple_block_tag
def panel(content: str, title: str = "", flush: bool = False, id: str = "") -> SafeString:
    """Frame a part of a page; `flush` lets a table run to its edges."""
    return render_to_string("components/panel.html", {"title": title, "flush": flush, "id": id, "content": content})


@register.simple_block_tag
def fieldset(content: str, legend: str, help: str = "") -> SafeString:
    """Group fields that belong together."""
    return render_to_string("components/fieldset.html", {"legend": legend, "help": help, "content": content})


@register.simple_block_tag
def dialog(content: str, id: str, title: str, wide: bool = False) -> SafeString:
    """A dialog, opened by a button with ``data-dialog-open="<id>"``; actions stand in ``.dialog__actions``."""
    return render_to_string("components/dialog.html", {"id": id, "title": title, "wide": wide, "content": content})


@register.simple_block_tag
def menu(
    content: str,
    label: str,
    icon: str = "more",
    text: str = "",
    kind: str = "quiet",
    place: str = "",
    small: bool = False,
    shortcut: str = "",
) -> SafeString:
    """A button that unfolds ``.menu__item`` links and buttons; works without JavaScript.

    `place` is empty (below, at the end of the line), start, or up. `label` names the button where there is no `text`.
    """
    look = classes(
        "button", kind and f"button--{kind}", "button--small" if small else "", "" if text else "button--icon"
    )
    inside = format_html("<span>{}</span>{}", text, svg(icon or "chevron-down", "s")) if text else svg(icon)
    return format_html(
        '<details class="{}" data-menu><summary class="{}"{}{}>{}</summary><div class="menu__items">{}</div></details>',
        classes("menu", place and f"menu--{place}"),
        look,
        "" if text else format_html(' aria-label="{}" title="{}"', label, label),
        format_html(' data-shortcut="{}"', shortcut) if shortcut else "",
        inside,
        SafeString(content),
    )


@register.simple_block_tag
def empty(content: str, title: str, text: str = "", icon: str = "inbox") -> SafeString:
    """Say that there is nothing here, why, and (inside) what one can do."""
    values = {"title": title, "text": text, "icon": icon, "content": content}
    return render_to_string("components/empty.html", values)


@register.simple_block_tag
def words(content: str, label: str = "") -> SafeString:
    """Fold away a longer text, above all the server's own words."""
    # strip() forgets that the template engine has escaped the content already.
    return render_to_string("components/words.html", {"words": SafeString(content.strip()), "label": label})
