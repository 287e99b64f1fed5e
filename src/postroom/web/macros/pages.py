"""Macros as administrators keep them. The editor's buttons post the whole form and get it back changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postroom.models import Macro
from postroom.tickets.variables import VARIABLES
from postroom.web.access import administrator_required
from postroom.web.macros.forms import MACRO_FORMS, MacroForm
from postroom.web.triggers import action_data
from postroom.web.triggers.action_forms import ActionForm
from postroom.web.triggers.condition_rows import Offers


@require_safe
@administrator_required
def macros(request: HttpRequest) -> HttpResponse:
    """List all of them."""
    rows = [(macro, _titles(macro)) for macro in Macro.objects.prefetch_related("groups")]
    return render(request, "macros/list.html", {"macros": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def macro(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show, change and save a macro."""
    found = get_object_or_404(Macro, pk=pk) if pk is not None else None
    offers, button = Offers(), request.POST.get("do", "save")
    if request.method != "POST":
        actions = action_data.stored_forms(found.actions if found else [], offers, MACRO_FORMS)
        return _page(request, found, MacroForm(instance=found), actions)
    actions = action_data.posted_forms(request.POST, offers, MACRO_FORMS)
    form = MacroForm(request.POST, instance=found)
    if button != "save":
        return _page(request, found, form, action_data.press(actions, button, offers, MACRO_FORMS), quiet=True)
    if not _valid(form, actions):
        return _page(request, found, form, actions, status=422)
    form.instance.actions = [action.to_action() for action in actions]
    form.save()
    messages.success(request, _("Saved."))
    return redirect("macros")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete one."""
    found = get_object_or_404(Macro, pk=pk)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The macro is deleted."))
        return redirect("macros")
    return render(request, "macros/remove.html", {"macro": found})


def _valid(form: MacroForm, actions: list[ActionForm]) -> bool:
    valid = all([form.is_valid(), *(action.is_valid() for action in actions)])
    if not actions:
        form.add_error(None, _("A macro needs at least one action."))
    return valid and bool(actions)


def _page(
    request: HttpRequest,
    found: Macro | None,
    form: MacroForm,
    actions: list[ActionForm],
    *,
    quiet: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`quiet`: a row was added or taken away; nothing is complained about yet."""
    if quiet:
        form = MacroForm(instance=found, initial={name: form[name].value() for name in form.fields})
    context = {
        "macro": Macro.objects.get(pk=found.pk) if found else None,
        "form": form,
        "actions": actions,
        "kinds": MACRO_FORMS.values(),
        "variables": sorted(VARIABLES),
    }
    return render(request, "macros/macro.html", context, status=status)


def _titles(macro: Macro) -> str:
    known = [MACRO_FORMS[action["action"]].title for action in macro.actions if action.get("action") in MACRO_FORMS]
    return ", ".join(map(str, known))
