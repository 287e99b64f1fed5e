"""The bell and what it rings for."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from postroom.models import Level, Notification, NotificationKind, User
from postroom.tickets.access import group_ids
from postroom.tickets.informing.following import mark_read
from postroom.tickets.informing.wording import line_of
from postroom.web.access import agent_required, signed_in

PAGE = 50


@require_safe
@agent_required
def notifications(request: HttpRequest) -> HttpResponse:
    """List what one was told of, newest first."""
    rows = _mine(signed_in(request)).select_related("ticket", "event__actor", "instead_of").order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [(row, line_of(NotificationKind(row.kind), row.event.actor)) for row in page]
    return render(request, "notifications/list.html", {"page": page, "lines": lines})


@require_safe
@agent_required
def bell(request: HttpRequest) -> HttpResponse:
    """Show how many are unread, as the bell has it."""
    count = _mine(signed_in(request)).filter(read_at=None).count()
    return render(request, "notifications/bell.html", {"count": count})


@agent_required
def follow_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the ticket and count the notification as read."""
    row = get_object_or_404(_mine(signed_in(request)), pk=pk)
    if row.read_at is None:
        mark_read(signed_in(request), row.ticket)
    return redirect("ticket", row.ticket_id)


@agent_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Count all as read."""
    mark_read(signed_in(request))
    return redirect("notifications")


@agent_required
@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Count one as read, or as unread again."""
    row = get_object_or_404(_mine(signed_in(request)), pk=pk)
    row.read_at = timezone.now() if row.read_at is None else None
    row.save(update_fields=["read_at"])
    return redirect("notifications")


def _mine(user: User) -> QuerySet[Notification]:
    """Those of tickets that one may still read."""
    return Notification.objects.filter(user=user, ticket__group_id__in=group_ids(user, Level.READ))
