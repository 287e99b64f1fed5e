"""Roles."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postroom.models import Role
from postroom.people.refusals import NameTaken, Refusal
from postroom.people.roles import RoleDraft, save_role
from postroom.web.access import administrator_required
from postroom.web.groups.levels import LEVELS, access_of_role, read
from postroom.web.users.forms import RoleForm


@require_safe
@administrator_required
def roles(request: HttpRequest) -> HttpResponse:
    """List roles and how many people hold them."""
    rows = Role.objects.annotate(holders=Count("users")).prefetch_related("access__group").order_by("-active", "name")
    return render(request, "users/roles.html", {"roles": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def role(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Create or change a role and what it may do in which group."""
    rows = access_of_role(_find(pk))
    form = RoleForm(request.POST or None, instance=_find(pk))
    if form.is_valid():
        try:
            save_role(RoleDraft(**form.cleaned_data), read(request.POST, rows), _find(pk))
        except Refusal as refusal:
            form.add_error("name" if isinstance(refusal, NameTaken) else None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("roles")
    context = {"form": form, "role": _find(pk), "rows": rows, "levels": LEVELS}
    return render(request, "users/role.html", context, status=422 if request.method == "POST" else 200)


def _find(pk: int | None) -> Role | None:
    return None if pk is None else get_object_or_404(Role, pk=pk)
