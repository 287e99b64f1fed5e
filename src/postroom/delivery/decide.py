"""What a person decides about a mail that did not simply leave: send it (again), leave it, or say that it arrived."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from postroom.models import EventKind, Outbound, OutboundState
from postroom.tickets.act import Act

RESENDABLE = (OutboundState.FAILED, OutboundState.CANCELLED, OutboundState.UNCERTAIN)
"""A waiting or sent mail is not sent again."""
CANCELLABLE = (OutboundState.WAITING, OutboundState.FAILED, OutboundState.UNCERTAIN)


class DecisionRefused(ValueError):  # named like the verbs' other refusals
    """A decision that comes too late; its text is a sentence for the person who asked."""


def resend(act: Act, outbound: Outbound, *, even_if_twice: bool = False) -> None:
    """Let the mail leave again, under the same Message-ID: a server that has it already may drop the second one.

    `even_if_twice`: the person knows that the customer may get it twice (needed where it perhaps left).
    Raises DecisionRefused.
    """
    if outbound.state == OutboundState.UNCERTAIN and not even_if_twice:
        raise DecisionRefused(_("This mail has perhaps been sent already. Confirm that it may arrive twice."))
    _refuse_without_channel(outbound)
    _move(
        act,
        outbound,
        RESENDABLE,
        OutboundState.WAITING,
        not_before=None,
        claimed_at=None,
        handed_over_at=None,
        attempts=0,
        first_attempt_at=None,
        finished_at=None,
        error_code="",
        server_text="",
        refused={},
    )
    if outbound.email_address is not None and outbound.email_address.channel_id is not None:
        act.outboxes.add((outbound.email_address.channel_id, None))


def hurry(act: Act, outbound: Outbound) -> None:
    """Let a mail that waits for its next attempt be tried now.

    Raises DecisionRefused where it does not wait any more, or its channel cannot send.
    """
    _refuse_without_channel(outbound)
    _move(act, outbound, (OutboundState.WAITING,), OutboundState.WAITING, not_before=None)
    if outbound.email_address is not None and outbound.email_address.channel_id is not None:
        act.outboxes.add((outbound.email_address.channel_id, None))


def cancel(act: Act, outbound: Outbound) -> None:
    """Let the mail not leave (any more).

    Raises DecisionRefused where it is being sent this moment, or has been.
    """
    _move(act, outbound, CANCELLABLE, OutboundState.CANCELLED, finished_at=timezone.now())


def mark_sent(act: Act, outbound: Outbound) -> None:
    """Say that a mail of which nobody knew has arrived.

    Raises DecisionRefused.
    """
    _move(act, outbound, (OutboundState.UNCERTAIN,), OutboundState.SENT, finished_at=timezone.now(), error_code="")


def _refuse_without_channel(outbound: Outbound) -> None:
    sender = outbound.email_address
    if sender is None or sender.channel is None:
        raise DecisionRefused(_("The address this mail was sent from is connected to no channel any more."))
    if not sender.channel.active:
        raise DecisionRefused(
            _("The channel %(channel)s is disabled. Enable it, then send again.") % {"channel": sender.channel}
        )


def _move(
    act: Act, outbound: Outbound, sources: tuple[OutboundState, ...], target: OutboundState, **fields: object
) -> None:
    """Change the row only if it still stands where the person saw it: a sender may have claimed it meanwhile."""
    before = outbound.state
    moved = Outbound.objects.filter(pk=outbound.pk, state=before, state__in=sources).update(state=target, **fields)
    if not moved:
        raise DecisionRefused(_("Meanwhile this mail has moved on. Look at its state again."))
    if outbound.article is not None:
        # Quiet: nobody's trigger waits for what an agent does with a mail in the outbox.
        act.but(silent=True).record(
            outbound.article.ticket,
            EventKind.DELIVERY,
            article=outbound.article,
            changes={"delivery": [before, target.value]},
        )
