"""Organisations."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postroom.models import Organisation, User
from postroom.people.organisations import OrganisationDraft, delete_organisation, save_organisation
from postroom.people.refusals import DomainTaken, Refusal
from postroom.web.access import administrator_required
from postroom.web.users.forms import OrganisationForm

PAGE = 50


@require_safe
@administrator_required
def organisations(request: HttpRequest) -> HttpResponse:
    """List organisations with their domains and how many members they have; `q` searches name and domains."""
    wanted = request.GET.get("q", "").strip().replace("\0", "")
    found = Organisation.objects.alias(all_domains=Cast("domains", TextField()))
    for word in wanted.split():
        found = found.filter(Q(name__icontains=word) | Q(all_domains__icontains=word))
    rows = found.annotate(members_count=Count("members")).order_by("-active", "name")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "users/organisations.html", {"page": page, "organisations": page.object_list, "q": wanted})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def organisation(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Create or change an organisation."""
    found = _find(pk)
    form = OrganisationForm(request.POST or None, instance=found)
    if form.is_valid():
        try:
            save_organisation(OrganisationDraft(**form.cleaned_data), _find(pk))
        except Refusal as refusal:
            form.add_error("domains" if isinstance(refusal, DomainTaken) else "name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisations")
    context = {"form": form, "organisation": _find(pk), **_members(request, pk)}
    return render(request, "users/organisation.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it means, then delete one."""
    found = get_object_or_404(Organisation, pk=pk)
    if request.method == "POST":
        delete_organisation(found)
        messages.success(request, _("The organisation is deleted."))
        return redirect("organisations")
    context = {"organisation": found, "members": found.members.count(), "tickets": found.tickets.count()}
    return render(request, "users/organisation_delete.html", context)


def _members(request: HttpRequest, pk: int | None) -> dict[str, object]:
    if pk is None:
        return {}
    rows = User.objects.filter(organisation=pk).annotate(tickets_count=Count("tickets")).order_by("name", "email", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "members": page.object_list}


def _find(pk: int | None) -> Organisation | None:
    return None if pk is None else get_object_or_404(Organisation, pk=pk)
