"""What is offered to somebody who types a tag."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from postroom.tickets.tagging.listing import offered_tags
from postroom.web.access import agent_required

_MOST = 12


@require_safe
@agent_required
def offers(request: HttpRequest) -> JsonResponse:
    """Return tags that begin with `q`, then those that contain it."""
    found = offered_tags(request.GET.get("q", "").strip()[:100], _MOST)
    return JsonResponse({"items": [{"id": name, "title": name, "text": name} for name in found]})
