"""All groups."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from postroom.models import Group
from postroom.models.tickets import OPEN_STATES
from postroom.web.access import administrator_required


@require_safe
@administrator_required
def groups(request: HttpRequest) -> HttpResponse:
    """List groups, active ones first, with what is on their desks."""
    rows = (
        Group.objects.select_related("email_address", "signature")
        .prefetch_related("channels")
        .annotate(open_tickets=Count("tickets", filter=Q(tickets__state__in=OPEN_STATES)))
        .order_by("-active", "name")
    )
    return render(request, "groups/list.html", {"groups": rows})
