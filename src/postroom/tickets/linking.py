"""The verbs that say that two tickets have to do with each other."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from postroom.models import EventKind, LinkKind, Ticket, TicketLink, TicketState
from postroom.tickets.act import Act

_HIGHEST = 50
"""Generations that are looked through for a circle."""


class LinkRefused(ValueError):  # named like the verbs' other refusals
    """A link that makes no sense; its text is a sentence for the person who asked."""


def link(act: Act, source: Ticket, target: Ticket, kind: LinkKind = LinkKind.NORMAL) -> TicketLink:
    """Link two tickets; with `LinkKind.PARENT` `source` is the parent of `target`. Both must be locked.

    Two that are linked already are linked anew. Raises LinkRefused, with nothing changed.
    """
    if source.pk == target.pk:
        raise LinkRefused(_("A ticket cannot be linked to itself."))
    if TicketState.MERGED in (source.state, target.state):
        raise LinkRefused(_("One of these tickets was merged already."))
    if kind == LinkKind.PARENT and _is_above(target, source):
        raise LinkRefused(_("#%(number)s stands above this ticket already.") % {"number": target.number})
    _between(source, target).delete()
    made = TicketLink.objects.create(source=source, target=target, kind=kind, created_at=act.at)
    act.record(source, EventKind.LINKED, changes={_word(kind, "child"): [None, target.number]})
    act.record(target, EventKind.LINKED, changes={_word(kind, "parent"): [None, source.number]})
    return made


def unlink(act: Act, source: Ticket, target: Ticket) -> bool:
    """Take the link between two tickets away; return whether there was one. Both must be locked."""
    removed, _rows = _between(source, target).delete()
    if not removed:
        return False
    act.record(source, EventKind.LINKED, changes={"linked": [target.number, None]})
    act.record(target, EventKind.LINKED, changes={"linked": [source.number, None]})
    return True


def _between(one: Ticket, other: Ticket) -> QuerySet[TicketLink]:
    return TicketLink.objects.filter(Q(source=one, target=other) | Q(source=other, target=one))


def _is_above(ticket: Ticket, other: Ticket) -> bool:
    """Whether `ticket` is a parent of `other`, through however many generations."""
    generation = {other.pk}
    for _generation in range(_HIGHEST):
        parents = TicketLink.objects.filter(target__in=generation, kind=LinkKind.PARENT)
        generation = set(parents.values_list("source", flat=True))
        if ticket.pk in generation or not generation:
            return bool(generation)
    return True


def _word(kind: LinkKind, relation: str) -> str:
    return relation if kind == LinkKind.PARENT else "linked"
