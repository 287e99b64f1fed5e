"""Reading a signed or encrypted mail again, after a key was added."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from procrastinate.exceptions import AlreadyEnqueued

from postroom.intake.reconsidering import ask_to_open_waiting
from postroom.intake.reconsidering import open_again as open_mail_again
from postroom.intake.rereading import NotReadable
from postroom.models import Article, Level
from postroom.tickets.access import visible_tickets
from postroom.tickets.act import acting
from postroom.web.access import administrator_required, agent_required, signed_in


@require_POST
@agent_required
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again to open and verify the mail of an article."""
    user = signed_in(request)
    article = get_object_or_404(Article, pk=pk, ticket__in=visible_tickets(user, Level.CHANGE))
    try:
        with acting(user, "web") as act:
            changed = open_mail_again(act, article)
    except NotReadable as refusal:
        messages.error(request, str(refusal))
    else:
        if changed:
            messages.success(request, _("The mail was read again."))
        else:
            messages.info(request, _("Nothing has changed: the keys that are there do not help with this mail."))
    return redirect(reverse("ticket", args=[article.ticket_id]) + f"#article-{article.pk}")


@require_POST
@administrator_required
def open_waiting(request: HttpRequest) -> HttpResponse:
    """Let every mail that waits for a key be tried again."""
    try:
        with transaction.atomic():
            ask_to_open_waiting(signed_in(request))
    except AlreadyEnqueued:
        messages.info(request, _("Postroom is about to do that already."))
    else:
        messages.success(request, _("Postroom now tries all mails again that no key could open."))
    return redirect("keys")
