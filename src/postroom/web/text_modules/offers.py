"""What the editor offers behind `::`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from postroom.mail.editing import to_editor
from postroom.mail.html_text import html_to_text
from postroom.models import Level, TextModule, Ticket
from postroom.tickets.access import group_ids
from postroom.tickets.text_modules import name_of, offered
from postroom.tickets.variables import Context, fill_html
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import ticket_of
from postroom.web.writing.place import number

_MOST = 12


@require_safe
@agent_required
def offers(request: HttpRequest) -> HttpResponse:
    """Return the text modules that fit `q`, filled for `ticket`; on a new ticket variables are filled when it opens."""
    user, query = signed_in(request), request.GET.get("q", "")[:100]
    if not request.GET.get("ticket"):
        found = offered(group_ids(user, Level.CREATE), query)[:_MOST]
        return JsonResponse({"items": [_item(module, module.body) for module in found]})
    ticket = ticket_of(request, number(request.GET["ticket"]), Level.CHANGE)
    answered = ticket.articles.filter(pk=number(request.GET["article"])).first() if request.GET.get("article") else None
    context = Context(ticket, answered, user)
    found = offered([ticket.group_id], query)[:_MOST]
    return JsonResponse({"items": [_item(module, _filled(module, ticket, context)) for module in found]})


def _filled(module: TextModule, ticket: Ticket, context: Context) -> str:
    """Dates and states stand in the customer's language."""
    with translation.override(ticket.customer.language or translation.get_language()):
        return fill_html(module.body, context)


def _item(module: TextModule, html: str) -> dict[str, object]:
    return {
        "id": module.pk,
        "title": name_of(module),
        "note": module.keyword,
        "html": to_editor(html, {}),
        "text": html_to_text(html),
    }
