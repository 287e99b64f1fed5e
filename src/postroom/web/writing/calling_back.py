"""Undo after Send."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.delivery.calling_back import call_back
from postroom.delivery.decide import DecisionRefused
from postroom.tickets.act import acting
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import outbound_of


@require_POST
@agent_required
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the mail back and go on writing it."""
    outbound = outbound_of(request, pk)
    ticket_id = outbound.article.ticket_id if outbound.article else 0
    try:
        with acting(signed_in(request), "web", silent=True) as act:
            draft = call_back(act, outbound)
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect("ticket", ticket_id)
    messages.success(request, _("The mail was called back."))
    return redirect("ticket_mail", ticket_id, draft.kind)
