"""One mail on its way out, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from postroom.delivery.decide import CANCELLABLE, RESENDABLE, DecisionRefused, cancel, hurry, mark_sent, resend
from postroom.models import Outbound, OutboundState, User
from postroom.tickets.access import visible_tickets
from postroom.tickets.act import Act, acting
from postroom.web.access import agent_required, signed_in
from postroom.web.outbox.listing import line
from postroom.web.outbox.seeing import decidable, visible

Verb = Callable[[Act, Outbound], None]


@require_safe
@agent_required
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail: how often it was tried, the server's words, what can be done."""
    user = signed_in(request)
    row = get_object_or_404(visible(user), pk=pk)
    may_decide = decidable(user).filter(pk=pk).exists()
    article = row.article
    context = {
        "line": line(row),
        "ticket": visible_tickets(user).filter(pk=article.ticket_id).first() if article else None,
        "may_resend": may_decide and row.state in RESENDABLE,
        "may_hurry": may_decide and row.state == OutboundState.WAITING,
        "may_cancel": may_decide and row.state in CANCELLABLE,
        "may_mark": may_decide and row.state == OutboundState.UNCERTAIN,
    }
    return render(request, "outbox/mail.html", context)


@require_POST
@agent_required
def decide(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """Send again, leave, or mark as sent."""
    verbs: dict[str, Verb] = {
        "resend": lambda act, row: resend(act, row, even_if_twice=bool(request.POST.get("twice"))),
        "cancel": cancel,
        "hurry": hurry,
        "sent": mark_sent,
    }
    if decision not in verbs:
        raise Http404
    user = signed_in(request)
    row = get_object_or_404(decidable(user), pk=pk)
    refusal = _decided(user, row, verbs[decision])
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _said(decision))
    return redirect("outbox_mail", pk)


@require_POST
@agent_required
def resend_chosen(request: HttpRequest) -> HttpResponse:
    """Send several mails again, each in a transaction of its own; one that is refused keeps none of the others."""
    user = signed_in(request)
    chosen = [int(pk) for pk in request.POST.getlist("mail") if pk.isdecimal()]
    rows = list(decidable(user).filter(pk__in=chosen).order_by("pk"))
    refusals = [refusal for row in rows if (refusal := _decided(user, row, resend))]
    resent = len(rows) - len(refusals)
    if resent:
        sentence = ngettext("%(count)d mail is sent again.", "%(count)d mails are sent again.", resent)
        messages.success(request, sentence % {"count": resent})
    for refusal in dict.fromkeys(refusals):
        messages.error(request, refusal)
    if not rows:
        messages.error(request, _("Choose at least one mail."))
    return redirect("outbox")


def _decided(user: User, row: Outbound, verb: Verb) -> str:
    try:
        with acting(user, "web") as act:
            verb(act, row)
    except DecisionRefused as refusal:
        return str(refusal)
    return ""


def _said(decision: str) -> str:
    sentences = {
        "resend": _("The mail is sent again."),
        "cancel": _("The mail does not leave any more."),
        "hurry": _("The mail is tried now."),
        "sent": _("Marked as sent."),
    }
    return sentences[decision]
