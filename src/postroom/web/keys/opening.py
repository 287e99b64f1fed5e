"""Reading a signed or encrypted mail again, after a key was added."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.intake.rereading import NotReadable, read_again
from postroom.models import Article, Level
from postroom.tickets.access import visible_tickets
from postroom.tickets.act import acting
from postroom.tickets.locking import locked
from postroom.web.access import agent_required, signed_in


@require_POST
@agent_required
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again to open and verify the mail of an article."""
    user = signed_in(request)
    article = get_object_or_404(Article, pk=pk, ticket__in=visible_tickets(user, Level.CHANGE))
    try:
        with acting(user, "web") as act:
            changed = read_again(act, locked(article.ticket_id), article)
    except NotReadable as refusal:
        messages.error(request, str(refusal))
    else:
        if changed:
            messages.success(request, _("The mail was read again."))
        else:
            messages.info(request, _("Nothing has changed: the keys that are there do not help with this mail."))
    return redirect(reverse("ticket", args=[article.ticket_id]) + f"#article-{article.pk}")
