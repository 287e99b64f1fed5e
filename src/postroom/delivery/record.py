"""What became of a mail: on its row, for its article, for the people who wait."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from postroom.configuration import configuration
from postroom.delivery.protect import protection_of
from postroom.delivery.retry import next_attempt
from postroom.drivers.base import Receipt
from postroom.drivers.errors import DriverError, RecipientsRefused, Retry
from postroom.models import Article, Blob, Event, EventKind, Outbound, OutboundState, Ticket, TicketState
from postroom.people.undeliverable import clear

_UNFINISHED = (OutboundState.SENDING, OutboundState.UNCERTAIN)


def sent(outbound: Outbound, receipt: Receipt, content: bytes) -> None:
    """Note that the server took it, keep it as it left, and clear the mark of addresses that work again."""
    with transaction.atomic():
        Outbound.objects.filter(pk=outbound.pk, state__in=_UNFINISHED).update(
            state=OutboundState.SENT,
            finished_at=timezone.now(),
            server_text=receipt.server_text,
            refused=receipt.refused,
            error_code="",
        )
        if outbound.article_id:
            (digest,) = Blob.objects.keep([content])
            Article.objects.filter(pk=outbound.article_id).update(raw=digest, security=protection_of(content))
        clear([email for email in outbound.recipients if email not in receipt.refused])
        if receipt.refused:
            _tell(outbound, _("Not all recipients were accepted: %(refused)s") % {"refused": _words(receipt.refused)})


def failed_to_send(outbound: Outbound, error: DriverError, retry_at: datetime.datetime | None = None) -> None:
    """Note the server's words; wait for another try, give up, or ask a person, as the error says."""
    if error.retry is Retry.HUMAN:
        _finish(outbound, OutboundState.UNCERTAIN, error)
        return
    again = next_attempt(outbound, error, configuration().retry_hours, retry_at)
    if again is None:
        _finish(outbound, OutboundState.FAILED, error)
        return
    Outbound.objects.filter(pk=outbound.pk, state=OutboundState.SENDING).update(
        state=OutboundState.WAITING,
        not_before=again,
        first_attempt_at=outbound.first_attempt_at or timezone.now(),
        error_code=error.code,
        server_text=error.server_text,
    )


def abandoned(channel_id: int) -> None:
    """Settle rows whose sender died. Call it only while holding the channel's sending lock: nobody else sends then."""
    rows = Outbound.objects.filter(email_address__channel_id=channel_id, state=OutboundState.SENDING)
    rows.filter(handed_over_at__isnull=True).update(state=OutboundState.WAITING)
    for outbound in rows.filter(handed_over_at__isnull=False).select_related("article__ticket"):
        _finish(outbound, OutboundState.UNCERTAIN, DriverError("", code="sender-died"))


def _finish(outbound: Outbound, state: OutboundState, error: DriverError) -> None:
    with transaction.atomic():
        Outbound.objects.filter(pk=outbound.pk).update(
            state=state,
            finished_at=timezone.now(),
            error_code=error.code,
            server_text=error.server_text,
            refused=error.refused if isinstance(error, RecipientsRefused) else {},
        )
        _tell(outbound, error.server_text or error.code)
        if not outbound.auto:
            _wake(outbound)


def _tell(outbound: Outbound, text: str) -> None:
    """Put it into the ticket's history, which the ticket page shows on the article."""
    if outbound.article is None:
        return
    Event.objects.create(
        ticket=outbound.article.ticket,
        article=outbound.article,
        kind=EventKind.DELIVERY,
        via="delivery",
        reason=text,
        created_at=timezone.now(),
    )


def _wake(outbound: Outbound) -> None:
    """An answer that did not go out is work: its ticket opens again."""
    if outbound.article is None:
        return
    Ticket.objects.filter(~Q(state__in=[TicketState.NEW, TicketState.MERGED]), pk=outbound.article.ticket_id).update(
        state=TicketState.OPEN, closed_at=None, updated_at=timezone.now()
    )


def _words(refused: dict[str, str]) -> str:
    return "; ".join(f"{address}: {text}" for address, text in refused.items())
