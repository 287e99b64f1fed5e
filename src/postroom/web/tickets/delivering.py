"""What agents do about a mail that is on its way, or got stuck."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseStopPolling

from postroom.delivery import decide
from postroom.models import Article, Level, Outbound, OutboundState
from postroom.tickets.access import may
from postroom.tickets.act import Act, acting
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.finding import article_of, outbound_of
from postroom.web.tickets.thread import deliveries_of


@agent_required
def deliveries(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where the mails of an article stand now; a page that asks again and again ends where it was called back."""
    try:
        article = article_of(request, pk)
    except Http404:
        # The page of the error would show, and so take away, the message that waits for the next page.
        if "HX-Request" in request.headers:
            return HttpResponseStopPolling()
        raise
    context = {
        "article": article,
        "deliveries": deliveries_of([article])[article.pk],
        "may_change": may(signed_in(request), Level.CHANGE, article.ticket),
    }
    return render(request, "tickets/deliveries.html", context)


@agent_required
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a mail again; where it perhaps left already, ask first on a page of its own."""
    outbound = outbound_of(request, pk)
    confirmed = "twice" in request.POST
    if request.method != "POST" or (outbound.state == OutboundState.UNCERTAIN and not confirmed):
        return render(request, "tickets/resend.html", {"outbound": outbound, "ticket": _article(outbound).ticket})
    return _decide(
        request,
        outbound,
        lambda act, row: decide.resend(act, row, even_if_twice=confirmed),
        _("The mail is on its way again."),
    )


@agent_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a mail not leave."""
    return _decide(request, outbound_of(request, pk), decide.cancel, _("The mail was cancelled."))


@agent_required
@require_POST
def hurry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try to send a waiting mail now."""
    return _decide(request, outbound_of(request, pk), decide.hurry, _("The mail is tried now."))


@agent_required
@require_POST
def mark_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a mail has arrived."""
    return _decide(request, outbound_of(request, pk), decide.mark_sent, _("The mail counts as sent."))


def _decide(request: HttpRequest, outbound: Outbound, verb: Callable[[Act, Outbound], None], done: str) -> HttpResponse:
    try:
        with acting(signed_in(request), "web") as act:
            verb(act, outbound)
    except decide.DecisionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    article = _article(outbound)
    return redirect(f"{reverse('ticket', args=[article.ticket_id])}#article-{article.pk}")


def _article(outbound: Outbound) -> Article:
    if outbound.article is None:
        raise Http404
    return outbound.article
