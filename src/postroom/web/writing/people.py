"""Whom a mail may go to, offered by name or address as one types."""

from __future__ import annotations

from django.db.models import Case, Q, Value, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from postroom.mail.address_text import address_text
from postroom.mail.values import Address
from postroom.models import User
from postroom.web.access import agent_required

_MOST = 8
_SHORTEST = 2


@require_safe
@agent_required
def people(request: HttpRequest) -> HttpResponse:
    """Return customers and colleagues whose name or address holds every word; those that begin so come first."""
    query = request.GET.get("q", "").strip()[:100]
    found = _matching(query) if len(query) >= _SHORTEST else ()
    return JsonResponse({"items": [_item(person) for person in found]})


def _matching(query: str) -> list[User]:
    rows = User.objects.filter(active=True).exclude(email__iendswith="@invalid").select_related("organisation")
    for word in query.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    first = query.split()[0]
    begins = Case(When(Q(name__istartswith=first) | Q(email__istartswith=first), then=Value(0)), default=Value(1))
    return list(rows.order_by(begins, "name", "email")[:_MOST])


def _item(person: User) -> dict[str, object]:
    text = address_text(Address(person.name, person.email))
    beside = person.organisation.name if person.organisation else ""
    return {"id": person.pk, "title": text, "text": text, "note": beside}
