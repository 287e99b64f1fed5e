"""The organisation's own look: its logo, and a colour of which the page says what becomes of it in either theme."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from postroom.brand.accent import THEMES, Theme, shades
from postroom.brand.colours import Colour, contrast, luminance, read_colour, written
from postroom.brand.logo import keep_logo, remove_logo
from postroom.configuration import configuration, configure, forget
from postroom.web.access import administrator_required
from postroom.web.appearance.brand import accent_url, brand
from postroom.web.settings_pages.appearance_forms import AccentForm, LogoForm

_OWN_BLUE = "#2d5ac2"
_THEMES: dict[str, str | Promise] = {"light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the colour for one use in one theme."""

    use: str
    colour: str
    contrast: float
    """Of words on a button, or of a link on the surface where it is read worst."""
    change: str
    """Nothing, darker or lighter."""


@dataclass(frozen=True, slots=True)
class Look:
    """A theme with what became of the colour there; no rows with Postroom's own."""

    name: str
    title: str | Promise
    rows: list[Row]


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def appearance(request: HttpRequest) -> HttpResponse:
    """Show the look; show how a colour would do, and take it."""
    forget()
    form = AccentForm(request.POST or None, initial={"accent": configuration().accent or _OWN_BLUE})
    if not form.is_valid():
        return _page(request, form, LogoForm(), status=422 if form.is_bound else 200)
    if request.POST.get("do") == "preview":
        return _page(request, form, LogoForm(), tried=form.colour)
    configure(accent=form.cleaned_data["accent"])
    messages.success(request, _("Saved. The colour is used everywhere within two seconds."))
    return redirect("appearance_settings")


@require_POST
@administrator_required
def accent_remove(request: HttpRequest) -> HttpResponse:
    """Go back to Postroom's own blue."""
    configure(accent="")
    messages.success(request, _("Postroom’s own colour is used again."))
    return redirect("appearance_settings")


@require_POST
@administrator_required
def logo_keep(request: HttpRequest) -> HttpResponse:
    """Take a logo."""
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, AccentForm(initial={"accent": configuration().accent or _OWN_BLUE}), form, status=422)
    keep_logo(form.content, form.picture)
    messages.success(request, _("The logo is shown from now on."))
    return redirect("appearance_settings")


@require_POST
@administrator_required
def logo_remove(request: HttpRequest) -> HttpResponse:
    """Show Postroom's own mark again."""
    remove_logo()
    messages.success(request, _("The logo was removed."))
    return redirect("appearance_settings")


def _page(
    request: HttpRequest, form: AccentForm, logo_form: LogoForm, *, tried: Colour | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "logo_form": logo_form, "own_accent": configuration().accent}
    shown = tried or (read_colour(configuration().accent) if configuration().accent else None)
    context["looks"] = [Look(theme.name, _THEMES[theme.name], _rows(shown, theme) if shown else []) for theme in THEMES]
    if shown is not None:
        context["adjusted"] = any(row.change for look in context["looks"] for row in look.rows)
    if tried is not None:
        context["tried"] = written(tried)
        context["brand"] = dataclasses.replace(brand(), accent=accent_url(written(tried)))
    return render(request, "settings_pages/appearance.html", context, status=status)


def _rows(chosen: Colour, theme: Theme) -> list[Row]:
    made = shades(chosen, theme)
    worst = min(contrast(made.ink, ground) for ground in made.grounds)
    return [
        Row(_("Buttons"), written(made.fill), contrast(made.fill, made.letters), _change(chosen, made.fill)),
        Row(_("Links and focus"), written(made.ink), worst, _change(chosen, made.ink)),
    ]


def _change(chosen: Colour, shade: Colour) -> str:
    if shade == chosen:
        return ""
    return "darker" if luminance(shade) < luminance(chosen) else "lighter"
