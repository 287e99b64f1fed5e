"""The verbs that bring two tickets together, or say that they are two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from postroom.models import Article, EventKind, Ticket, TicketState, Undoable, UndoKind, User
from postroom.tickets.act import Act
from postroom.tickets.changing import plain
from postroom.tickets.undoables import remember

_LONGEST_CHAIN = 50
_OF_SOURCE = ("state", "pending_until", "hint", "hinted_ticket_id", "last_customer_contact_at", "last_agent_contact_at")
_OF_TARGET = ("state", "closed_at", "last_customer_contact_at", "last_agent_contact_at")
_TIMES = ("pending_until", "closed_at", "last_customer_contact_at", "last_agent_contact_at")


class MergeRefused(ValueError):  # named like the verbs' other refusals
    """A merge that makes no sense; its text is a sentence for the person who asked."""


def merge(act: Act, source: Ticket, target: Ticket) -> dict[str, Any]:
    """Move every article of `source` into `target`; `source` stays as a pointer. Both must be locked.

    Return what `unmerge` needs to separate them again.

    Raises MergeRefused, with nothing changed.
    """
    if source.pk == target.pk:
        raise MergeRefused(_("A ticket cannot be merged into itself."))
    if TicketState.MERGED in (source.state, target.state):
        raise MergeRefused(_("One of these tickets was merged already."))
    act.new.flush()
    articles = list(Article.objects.filter(ticket=source).order_by("pk").values_list("pk", flat=True))
    merged = {"source": source.pk, "target": target.pk, "articles": articles}
    merged |= {"target_articles": target.article_count}
    merged |= {"source_before": _values(source, _OF_SOURCE), "target_before": _values(target, _OF_TARGET)}
    moved = Article.objects.filter(pk__in=articles).update(ticket=target)
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
    return {**merged, "target_after": _values(target, _OF_TARGET)}


def keep_merge(by: User, merged: Mapping[str, Any]) -> Undoable:
    """Keep what `merge` returned, so that `by` can take it back."""
    return remember(by, UndoKind.MERGE, merged)


def unmerge(act: Act, source: Ticket, target: Ticket, merged: Mapping[str, Any]) -> None:
    """Separate two tickets again: the articles that moved go back, what came since stays where it is. Both locked.

    Raises MergeRefused, with nothing changed.
    """
    if source.state != TicketState.MERGED or source.merged_into_id != target.pk:
        raise MergeRefused(_("#%(number)s is not merged into that ticket any more.") % {"number": source.number})
    if target.state == TicketState.MERGED:
        raise MergeRefused(
            _("#%(number)s was merged into another ticket since. Take that back first.") % {"number": target.number}
        )
    back = Article.objects.filter(pk__in=merged["articles"], ticket=target).update(ticket=source)
    source.merged_into = None
    source.article_count, target.article_count = back, target.article_count - back
    _put_back(source, merged["source_before"])
    # What somebody changed of the target since is theirs.
    same = {name for name, value in _values(target, _OF_TARGET).items() if value == merged["target_after"][name]}
    if target.article_count > merged["target_articles"]:
        # Somebody wrote since: it must not fall asleep again.
        same -= {"state", "closed_at"}
    _put_back(target, {name: value for name, value in merged["target_before"].items() if name in same})
    source.updated_at = target.updated_at = act.at
    source.save()
    target.save()
    changes = {"state": [TicketState.MERGED.value, source.state], "from": target.number}
    act.record(source, EventKind.UNDONE, changes=changes)
    act.record(target, EventKind.UNDONE, changes={"into": source.number})


def _values(ticket: Ticket, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(ticket, name)) for name in names}


def _put_back(ticket: Ticket, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(ticket, name, parse_datetime(value) if name in _TIMES and value else value)


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
