"""Everybody who writes or answers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from postroom.models import Role, User
from postroom.web.access import administrator_required

PAGE = 50
SORTS = {"name": Lower("name"), "email": Lower("email"), "organisation": Lower("organisation__name")}
KINDS = (
    ("", _("All")),
    ("agents", _("Agents")),
    ("administrators", _("Administrators")),
    ("customers", _("Customers")),
    ("inactive", _("Not active")),
    ("undeliverable", _("Mail comes back")),
)


@require_safe
@administrator_required
def users(request: HttpRequest) -> HttpResponse:
    """List people; `q` searches name, address and organisation, `kind` is one of `KINDS`."""
    kind, wanted = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    found = _searched(_of_kind(kind), wanted).select_related("organisation").prefetch_related("roles")
    page = Paginator(found.order_by(*_order(request)), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "users": page.object_list, "kinds": KINDS, "kind": kind, "q": wanted, "sort": "name"}
    return render(request, "users/list.html", context)


def _of_kind(kind: str) -> QuerySet[User]:
    agents = Q(roles__in=Role.objects.filter(is_agent=True, active=True))
    administrators = Q(roles__in=Role.objects.filter(is_administrator=True, active=True))
    conditions = {
        "agents": agents,
        "administrators": administrators,
        "customers": Q(roles__isnull=True),
        "inactive": Q(active=False),
        "undeliverable": Q(undeliverable_since__isnull=False),
    }
    people = User.objects.filter(conditions.get(kind, Q()))
    return people.distinct() if kind in ("agents", "administrators") else people


def _searched(people: QuerySet[User], wanted: str) -> QuerySet[User]:
    for word in wanted.replace("\0", "").split():
        people = people.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(organisation__name__icontains=word)
        )
    return people


def _order(request: HttpRequest) -> list[str | OrderBy]:
    wanted = request.GET.get("sort", "name")
    column = SORTS.get(wanted.lstrip("-"), SORTS["name"])
    return [column.desc(nulls_last=True) if wanted.startswith("-") else column.asc(nulls_last=True), "pk"]
