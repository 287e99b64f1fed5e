"""Sending what waits in a channel's outbox: one sender a channel, on whatever machine.

waiting --claim--> sending --hand over--> sending, handed over --the server's answer--> sent
   ^                  |                          |                                  '-> failed
   |                  v sender died              v sender died, or cut off
   '------------------+                       uncertain: a person decides, nothing is sent twice
   '--------------- an error that passes, for up to 48 hours
"""

from __future__ import annotations

import structlog
from django.db.models import Q, QuerySet
from django.utils import timezone

from postroom.channels.health import concerns_channel, failed, succeeded
from postroom.channels.registry import open_sink
from postroom.channels.sentences.ours import NOT_PROTECTED
from postroom.delivery.build import build
from postroom.delivery.protect import Unprotectable
from postroom.delivery.record import abandoned, failed_to_send, sent
from postroom.drivers import codes
from postroom.drivers.base import Sink
from postroom.drivers.errors import DriverError, Refused
from postroom.mail.compose import Uncomposable
from postroom.models import Channel, Direction, Outbound, OutboundState
from postroom.models.locks import LockSpace, try_lock
from postroom.stopping import stopping

log = structlog.get_logger(__name__)

_AT_ONCE = 50
"""Mails by one connection; servers end a longer session anyway."""


def deliver(channel_id: int) -> None:
    """Send everything that is due in the channel's outbox.

    Where another worker is sending for this channel already, that one finds what is due now before it ends.
    """
    while due(channel_id).exists():
        with try_lock(LockSpace.SEND, channel_id) as got:
            if not got:
                return
            if not _drain(channel_id):
                return


def due(channel_id: int) -> QuerySet[Outbound]:
    """Return the mails of an active channel that wait and may be sent now, oldest first."""
    return Outbound.objects.filter(
        Q(not_before__isnull=True) | Q(not_before__lte=timezone.now()),
        state=OutboundState.WAITING,
        email_address__channel_id=channel_id,
        email_address__channel__active=True,
    ).order_by("id")


def _drain(channel_id: int) -> bool:
    """Send over one connection; False where going on makes no sense now."""
    abandoned(channel_id)
    channel = Channel.objects.get(pk=channel_id)
    claimed = _claim(channel_id)
    if claimed is None:
        return False
    try:
        with open_sink(channel) as sink:
            while claimed is not None:
                _send(sink, claimed)
                claimed = _claim(channel_id)
    except DriverError as error:
        return _broke(channel, claimed, error)
    succeeded(channel, Direction.OUT)
    return True


def _claim(channel_id: int) -> Outbound | None:
    """Take the next mail by a conditional update: whoever changed the row has it.

    None where nothing is due, and in a process that was asked to stop: cut off while it hands a mail over, it would
    leave the question whether that was sent.
    """
    if stopping():
        return None
    for pk in due(channel_id).values_list("pk", flat=True)[:_AT_ONCE]:
        now = timezone.now()
        taken = Outbound.objects.filter(pk=pk, state=OutboundState.WAITING).update(
            state=OutboundState.SENDING, claimed_at=now, handed_over_at=None
        )
        if taken:
            return Outbound.objects.select_related("article__ticket__group", "email_address").get(pk=pk)
    return None


def _send(sink: Sink, outbound: Outbound) -> None:
    try:
        content, sender = build(outbound)
    except Uncomposable as error:
        failed_to_send(outbound, Refused(str(error), code=codes.MESSAGE_REFUSED))
        return
    except Unprotectable as error:
        failed_to_send(outbound, Refused(str(error), code=NOT_PROTECTED))
        return
    now = timezone.now()
    outbound.attempts += 1
    outbound.first_attempt_at = outbound.first_attempt_at or now
    outbound.handed_over_at = now
    outbound.save(update_fields=["attempts", "first_attempt_at", "handed_over_at"])
    try:
        receipt = sink.send(content, sender, outbound.recipients)
    except DriverError as error:
        if concerns_channel(error):
            raise
        failed_to_send(outbound, error)
        return
    sent(outbound, receipt, content)


def _broke(channel: Channel, claimed: Outbound | None, error: DriverError) -> bool:
    log.warning("sending failed", channel=channel.pk, code=error.code, step=error.step)
    retry_at = failed(channel, Direction.OUT, error)
    if claimed is not None:
        failed_to_send(claimed, error, retry_at)
    return False
