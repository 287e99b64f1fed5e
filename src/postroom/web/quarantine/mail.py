"""One mail in quarantine."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.intake import quarantine as verbs
from postroom.models import Inbound, InboundState
from postroom.tickets.access import visible_tickets
from postroom.web.access import administrator_required, signed_in
from postroom.web.quarantine.listing import line


@require_safe
@administrator_required
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is known of one mail and why it stands here."""
    return render(request, "quarantine/mail.html", {"line": line(_find(pk))})


@require_safe
@administrator_required
def download(_request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the mail as it came."""
    row = get_object_or_404(Inbound.objects.select_related("raw"), pk=pk, state=InboundState.QUARANTINED)
    response = HttpResponse(bytes(row.raw.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="quarantine-{pk}.eml"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@administrator_required
def make_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a ticket of a mail that cannot be read; show it to those who may see it."""
    person = signed_in(request)
    try:
        ticket = verbs.make_ticket(pk, person)
    except verbs.NotInQuarantine as refusal:
        messages.error(request, str(refusal))
        return redirect("quarantine")
    messages.success(request, _("Ticket %(number)s is there.") % {"number": ticket.number})
    if visible_tickets(person).filter(pk=ticket.pk).exists():
        return redirect("ticket", ticket.pk)
    return redirect("quarantine")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take a mail out of quarantine for good."""
    if request.method == "POST":
        if verbs.discard([pk], signed_in(request)):
            messages.success(request, _("Discarded."))
        else:
            messages.error(request, str(verbs.NotInQuarantine()))
        return redirect("quarantine")
    return render(request, "quarantine/discard.html", {"line": line(_find(pk))})


def _find(pk: int) -> Inbound:
    return get_object_or_404(verbs.quarantined(), pk=pk)
