"""One group: its settings, its members, switching it off and on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from postroom.models import Group
from postroom.people import groups as verbs
from postroom.people.levels import set_levels_of_group
from postroom.people.refusals import Refusal
from postroom.web.access import administrator_required
from postroom.web.groups.forms import GroupForm, MemberForm
from postroom.web.groups.levels import LEVELS, access_of_group, levels_in, read


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new(request: HttpRequest) -> HttpResponse:
    """Create a group."""
    form = GroupForm(request.POST or None)
    if form.is_valid():
        try:
            group = verbs.create_group(**form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The group has been created. Choose below who works in it."))
            return redirect("group", group.pk)
    return _page(request, None, form)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change a group."""
    found = _find(pk)
    form = GroupForm(request.POST or None, instance=found)
    if form.is_valid():
        try:
            verbs.change_group(_find(pk), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("group", pk)
    return _page(request, _find(pk), form)


@require_POST
@administrator_required
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Set who may do what in a group."""
    found = _find(pk)
    roles, users = access_of_group(found)
    form = MemberForm(request.POST, group=found)
    if not form.is_valid():
        messages.error(request, _("This person cannot be added."))
        return redirect("group", pk)
    levels = read(request.POST, users)
    if form.cleaned_data["person"]:
        levels[form.cleaned_data["person"].pk] = levels_in(request.POST, "levels-new")
    set_levels_of_group(found, read(request.POST, roles), levels)
    messages.success(request, _("Saved."))
    return redirect("group", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what switching a group off means, then do it."""
    found = _find(pk)
    if request.method == "POST":
        verbs.deactivate_group(found)
        messages.success(request, _("The group is not active any more."))
        return redirect("group", pk)
    context = {"group": found, "consequences": verbs.consequences(found)}
    return render(request, "groups/deactivate.html", context)


@require_POST
@administrator_required
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a group on again."""
    verbs.activate_group(_find(pk))
    messages.success(request, _("The group is active again."))
    return redirect("group", pk)


def _find(pk: int) -> Group:
    return get_object_or_404(Group.objects.select_related("email_address", "signature"), pk=pk)


def _page(request: HttpRequest, found: Group | None, form: GroupForm) -> HttpResponse:
    context: dict[str, object] = {"group": found, "form": form, "levels": LEVELS}
    if found is not None:
        roles, users = access_of_group(found)
        context |= {"roles": roles, "users": users, "member_form": MemberForm(group=found)}
    return render(request, "groups/group.html", context, status=422 if request.method == "POST" else 200)
