"""Organisations."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postroom.models import Organisation
from postroom.people.organisations import OrganisationDraft, save_organisation
from postroom.people.refusals import DomainTaken, Refusal
from postroom.web.access import administrator_required
from postroom.web.users.forms import OrganisationForm

PAGE = 50


@require_safe
@administrator_required
def organisations(request: HttpRequest) -> HttpResponse:
    """List organisations with their domains and how many members they have."""
    wanted = request.GET.get("q", "").strip().replace("\0", "")
    found = Organisation.objects.filter(name__icontains=wanted) if wanted else Organisation.objects.all()
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
    context = {"form": form, "organisation": _find(pk)}
    return render(request, "users/organisation.html", context, status=422 if request.method == "POST" else 200)


def _find(pk: int | None) -> Organisation | None:
    return None if pk is None else get_object_or_404(Organisation, pk=pk)
