"""What a merge of two people would bring along, or taking it back return, before it is done."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from postroom.models import FurtherAddress, User
from postroom.people.merging.moves import Relation, relations
from postroom.people.merging.records import other_of, rows_in

_SAID: dict[str, str | Promise] = {
    "postroom.absence.substitute": _("absences in which they stand in"),
    "postroom.absence.user": _("absences"),
    "postroom.article.created_by": _("messages and notes they wrote"),
    "postroom.draft.user": _("unsent texts"),
    "postroom.event.actor": _("entries in histories"),
    "postroom.follow.user": _("tickets they follow"),
    "postroom.furtheraddress.user": _("further addresses"),
    "postroom.groupaccess.user": _("permissions of their own in groups"),
    "postroom.listchoice.user": _("lists as they want to see them"),
    "postroom.mention.user": _("notes that mention them"),
    "postroom.notification.user": _("notifications"),
    "postroom.notificationchoice.user": _("choices of notifications"),
    "postroom.storedoverview.owner": _("overviews of their own"),
    "postroom.ticket.customer": _("tickets as customer"),
    "postroom.ticket.owner": _("tickets as owner"),
    "postroom.tickettemplate.owner": _("ticket templates"),
    "postroom.user_roles.user": _("roles"),
}
"""Relations that people know of, as they stand in a list; the others move without a word."""


def holdings(*people: User) -> list[tuple[str, list[int]]]:
    """Return what these people have and how many of each, in the order of `people`; one statement a table."""
    rows = []
    for relation in relations():
        if relation.name not in _SAID:
            continue
        found = relation.model._base_manager.filter(Q(**{f"{relation.column}__in": people}))
        counts = Counter(found.values_list(relation.column, flat=True))
        if counts:
            rows.append((str(_SAID[relation.name]), [counts[person.pk] for person in people]))
    return rows


def going_back(kept: User, record: dict[str, Any]) -> list[tuple[str, list[int]]]:
    """Return how many rows of each kind would go back and how many stay; two statements a table at most."""
    rows = []
    for relation in relations():
        if relation.name not in _SAID:
            continue
        all_of_kept = relation.rows(kept).count() - _becoming_first(relation, kept, record)
        moved = _still_there(relation, kept, record["moved"].get(relation.name, []))
        back = moved + len(rows_in(record["gone"].get(relation.name, "[]")))
        if back or all_of_kept:
            rows.append((str(_SAID[relation.name]), [back, all_of_kept - moved]))
    return rows


def _becoming_first(relation: Relation, kept: User, record: dict[str, Any]) -> int:
    """Further addresses that are the first one of either afterwards stand nowhere in the list."""
    if relation.model is not FurtherAddress:
        return 0
    first = [other_of(record).email, record["values"]["email"]]
    return FurtherAddress.objects.filter(user=kept, email__in=first).count()


def _still_there(relation: Relation, kept: User, pks: list[Any]) -> int:
    return relation.rows(kept).filter(pk__in=pks).count() if pks else 0
