"""Rich or plain: one turned into the other, and the choice kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from postroom.mail.editing import from_editor, to_editor
from postroom.mail.html_text import html_to_text
from postroom.mail.text_html import text_to_html
from postroom.models import User
from postroom.web.access import agent_required, signed_in


@require_POST
@agent_required
def plain(request: HttpRequest) -> HttpResponse:
    """Turn `rich` into text or `text` into what the rich editor takes; the person goes on writing that way."""
    wanted = bool(request.POST.get("plain"))
    User.objects.filter(pk=signed_in(request).pk).update(plain_text=wanted)
    if wanted:
        return JsonResponse({"text": html_to_text(from_editor(request.POST.get("rich", "")))})
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return JsonResponse({"rich": to_editor(text_to_html(text), {})})
