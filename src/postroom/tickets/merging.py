"""The verbs that bring two tickets together, or say that they are two."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.models import Article, EventKind, Ticket, TicketState
from postroom.tickets.act import Act

_LONGEST_CHAIN = 50


class MergeRefused(ValueError):  # named like the verbs' other refusals
    """A merge that makes no sense; its text is a sentence for the person who asked."""


def merge(act: Act, source: Ticket, target: Ticket) -> None:
    """Move every article of `source` into `target`; `source` stays as a pointer. Both must be locked.

    Raises MergeRefused, with nothing changed.
    """
    if source.pk == target.pk:
        raise MergeRefused(_("A ticket cannot be merged into itself."))
    if TicketState.MERGED in (source.state, target.state):
        raise MergeRefused(_("One of these tickets was merged already."))
    act.new.flush()
    moved = Article.objects.filter(ticket=source).update(ticket=target)
    before = source.state
    source.state = TicketState.MERGED
    source.merged_into = target
    source.hint, source.hinted_ticket = "", None
    source.pending_until = None
    source.article_count = 0
    source.updated_at = target.updated_at = act.at
    source.save()
    target.article_count += moved
    _latest_contact(source, target)
    _wake(before, target)
    target.save()
    act.record(source, EventKind.MERGED, changes={"state": [before, TicketState.MERGED.value], "into": target.number})
    act.record(target, EventKind.MERGED, changes={"from": source.number})


def dismiss_hint(act: Act, ticket: Ticket) -> None:
    """Say that the ticket is a matter of its own, whatever number its mail named."""
    if ticket.hinted_ticket is None:
        return
    changes = {"hinted_ticket": [ticket.hinted_ticket.number, None]}
    ticket.hint, ticket.hinted_ticket = "", None
    ticket.save(update_fields=["hint", "hinted_ticket"])
    act.record(ticket, EventKind.CHANGED, changes=changes)


def live(ticket: Ticket) -> Ticket:
    """Return the ticket that `ticket` was merged into, through every step, or `ticket` itself."""
    for _step in range(_LONGEST_CHAIN):
        if ticket.state != TicketState.MERGED or ticket.merged_into is None:
            return ticket
        ticket = ticket.merged_into
    return ticket


def _latest_contact(source: Ticket, target: Ticket) -> None:
    for name in ("last_customer_contact_at", "last_agent_contact_at"):
        times = [value for value in (getattr(source, name), getattr(target, name)) if value]
        setattr(target, name, max(times, default=None))


def _wake(before: str, target: Ticket) -> None:
    """An open matter merged into a closed one is still open."""
    if before != TicketState.CLOSED and target.state == TicketState.CLOSED:
        target.state = TicketState.OPEN
        target.closed_at = None
