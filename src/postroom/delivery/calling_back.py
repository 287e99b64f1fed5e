"""What calls a mail back in the seconds before it leaves."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from postroom.delivery.decide import DecisionRefused
from postroom.models import Draft, Event, EventKind, Outbound, OutboundState
from postroom.tickets.act import Act
from postroom.tickets.holding import take_back
from postroom.tickets.locking import locked


def call_back(act: Act, outbound: Outbound) -> Draft:
    """Take a held mail out of the outbox and the thread, and return what was written as a draft.

    As if it had never been sent: nothing has followed from it yet. Raises DecisionRefused where it is too late, or
    where somebody else wrote it.
    """
    article = outbound.article
    if article is None:
        raise DecisionRefused(_too_late())
    ticket = locked(article.ticket_id)
    draft = Draft.objects.select_for_update().filter(outbound=outbound, user=act.by).first()
    # The sender claims a row by the same kind of update: whoever comes first has it.
    stopped = Outbound.objects.filter(
        pk=outbound.pk, state=OutboundState.WAITING, attempts=0, not_before__gt=timezone.now()
    ).update(state=OutboundState.CANCELLED)
    if draft is None or not stopped:
        raise DecisionRefused(_too_late())
    Event.objects.filter(ticket=ticket, actor=act.by, not_before=outbound.not_before).delete()
    take_back(draft, ticket, article)
    act.record(ticket, EventKind.UNDONE)
    return draft


def _too_late() -> str:
    return _("It is too late to call this mail back: it has left.")
