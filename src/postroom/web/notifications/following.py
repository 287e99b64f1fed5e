"""Following a ticket, and offering whom one may mention."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.views.decorators.http import require_POST, require_safe

from postroom.models import Follow, User
from postroom.tickets.informing.following import follow, unfollow
from postroom.tickets.mentioning import mentionable
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import ticket_of
from postroom.web.tickets.going import wants_part

_MOST = 8


@agent_required
@require_POST
def follow_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow the ticket, or do so no longer."""
    ticket, user = ticket_of(request, pk), signed_in(request)
    wanted = not Follow.objects.filter(user=user, ticket=ticket).exists()
    (follow if wanted else unfollow)(user, ticket)
    if wants_part(request):
        ticket.__dict__["followed"] = wanted
        return render(request, "notifications/follow.html", {"ticket": ticket})
    return redirect("ticket", pk)


@require_safe
@agent_required
def offer_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Return colleagues who may read the ticket and whose name fits, as the list behind an @ takes them."""
    people = mentionable(ticket_of(request, pk).group).exclude(pk=signed_in(request).pk)
    for word in request.GET.get("q", "")[:100].split():
        people = people.filter(name__icontains=word) | people.filter(email__istartswith=word)
    return JsonResponse({"items": [_item(person) for person in people[:_MOST]]})


def _item(person: User) -> dict[str, object]:
    name = f"@{person}"
    # The editor would drop a plain space at the end.
    html = f"{escape(name)}&nbsp;"
    return {"id": person.pk, "title": str(person), "note": person.email, "text": f"{name} ", "html": html}
