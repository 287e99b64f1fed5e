"""The page of all settings."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from postroom.configuration import Configuration, configuration, configure, forget
from postroom.web.access import administrator_required
from postroom.web.settings_pages.elsewhere import ELSEWHERE
from postroom.web.settings_pages.forms import SettingsForm, as_initial
from postroom.web.settings_pages.sections import SECTIONS, Section


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting with what it would be if nobody had changed it."""

    bound: BoundField
    default: str
    changed: bool


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change all settings."""
    forget()
    form = SettingsForm(request.POST or None, now=configuration())
    if form.is_valid():
        configure(**form.values)
        messages.success(request, _("Saved. The settings hold everywhere within two seconds."))
        return redirect("settings")
    sections = [(section, _shown(form, section)) for section in SECTIONS]
    context = {"form": form, "sections": sections, "elsewhere": ELSEWHERE}
    return render(request, "settings_pages/settings.html", context, status=422 if request.method == "POST" else 200)


def _shown(form: SettingsForm, section: Section) -> list[Shown]:
    defaults, now = as_initial(Configuration()), form.initial
    return [
        Shown(form[name], _worded(form.fields[name], defaults[name]), now[name] != defaults[name])
        for name in section.names
    ]


def _worded(field: forms.Field, value: object) -> str:
    """Write a default as the page shows the value."""
    if isinstance(value, bool):
        return _("on") if value else _("off")
    if isinstance(field, forms.ChoiceField):
        return next((str(label) for key, label in list(field.widget.choices) if str(key) == str(value)), str(value))
    return str(value) or _("empty")
