"""Text modules as administrators keep them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postroom.mail.editing import to_editor
from postroom.models import TextModule
from postroom.tickets.variables import VARIABLES
from postroom.web.access import administrator_required
from postroom.web.text_modules.forms import TextModuleForm


@require_safe
@administrator_required
def text_modules(request: HttpRequest) -> HttpResponse:
    """List all of them."""
    return render(request, "text_modules/list.html", {"modules": TextModule.objects.prefetch_related("groups")})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def text_module(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Create or change one."""
    found = get_object_or_404(TextModule, pk=pk) if pk is not None else None
    form = TextModuleForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("text_modules")
    context = {
        "form": form,
        "module": found,
        "opened": {"rich": to_editor(found.body, {}) if found else ""},
        "variables": sorted(VARIABLES),
    }
    return render(request, "text_modules/text_module.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete one."""
    found = get_object_or_404(TextModule, pk=pk)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The text module is deleted."))
        return redirect("text_modules")
    return render(request, "text_modules/remove.html", {"module": found})
