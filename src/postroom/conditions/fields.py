"""What conditions can ask about: name, label, kind of value, and where it stands in the database."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ValueKind(enum.StrEnum):
    """What a field holds, which decides how it is asked and how its value is entered."""

    TEXT = "text"
    CHOICE = "choice"
    PERSON = "person"
    TAGS = "tags"
    TIME = "time"
    CHANGE = "change"
    NUMBER = "number"
    HEADER = "header"
    """Text that may be missing."""
    SEARCHED = "searched"
    """The words of a whole ticket, asked as in the search field; only the database knows them."""


OPERATORS_OF: dict[ValueKind, tuple[str, ...]] = {
    ValueKind.TEXT: ("contains", "contains_not", "is", "is_not", "starts", "ends", "matches"),
    ValueKind.CHOICE: ("is", "is_not"),
    ValueKind.PERSON: ("is", "is_not", "is_set", "is_not_set"),
    ValueKind.TAGS: ("has_any", "has_none"),
    ValueKind.TIME: ("older_than", "newer_than", "is_today", "before", "since", "is_set", "is_not_set"),
    ValueKind.SEARCHED: ("finds", "finds_not"),
    ValueKind.CHANGE: ("has_changed",),
    ValueKind.NUMBER: ("more_than", "less_than"),
    ValueKind.HEADER: (
        "contains",
        "contains_not",
        "is",
        "is_not",
        "starts",
        "ends",
        "matches",
        "is_set",
        "is_not_set",
    ),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `path` is its way through the ORM from a ticket; empty: known only while an event is looked at."""

    label: str | Promise
    kind: ValueKind
    path: str = ""
    choices: str = ""
    """Where its choices come from: state, priority, group, agent, sender, kind, nature, event."""


FIELDS: dict[str, Field] = {
    "event.kind": Field(_("What happened"), ValueKind.CHOICE, choices="event"),
    "ticket.title": Field(_("Title"), ValueKind.TEXT, "title"),
    "ticket.text": Field(_("Ticket and its articles"), ValueKind.SEARCHED, "pk"),
    "ticket.number": Field(_("Number"), ValueKind.TEXT, "number"),
    "ticket.group": Field(_("Group"), ValueKind.CHOICE, "group_id", "group"),
    "ticket.owner": Field(_("Owner"), ValueKind.PERSON, "owner_id", "agent"),
    "ticket.state": Field(_("State"), ValueKind.CHOICE, "state", "state"),
    "ticket.priority": Field(_("Priority"), ValueKind.CHOICE, "priority", "priority"),
    "ticket.tags": Field(_("Tags"), ValueKind.TAGS, "tags"),
    "ticket.created_at": Field(_("Created"), ValueKind.TIME, "created_at"),
    "ticket.updated_at": Field(_("Changed"), ValueKind.TIME, "updated_at"),
    "ticket.closed_at": Field(_("Closed"), ValueKind.TIME, "closed_at"),
    "ticket.pending_until": Field(_("Pending until"), ValueKind.TIME, "pending_until"),
    "changed.state": Field(_("State (change)"), ValueKind.CHANGE),
    "changed.owner": Field(_("Owner (change)"), ValueKind.CHANGE),
    "changed.group": Field(_("Group (change)"), ValueKind.CHANGE),
    "changed.priority": Field(_("Priority (change)"), ValueKind.CHANGE),
    "before.state": Field(_("State before"), ValueKind.CHOICE, choices="state"),
    "customer.email": Field(_("Customer’s e-mail"), ValueKind.TEXT, "customer__email"),
    "customer.name": Field(_("Customer’s name"), ValueKind.TEXT, "customer__name"),
    "customer.organisation": Field(_("Organisation"), ValueKind.TEXT, "organisation__name"),
    "article.sender": Field(_("Article: who speaks"), ValueKind.CHOICE, choices="sender"),
    "article.kind": Field(_("Article: kind"), ValueKind.CHOICE, choices="kind"),
    "article.internal": Field(_("Article: internal"), ValueKind.CHOICE, choices="boolean"),
    "article.from": Field(_("Article: from"), ValueKind.TEXT),
    "article.to": Field(_("Article: to or copy"), ValueKind.TEXT),
    "article.subject": Field(_("Article: subject"), ValueKind.TEXT),
    "article.body": Field(_("Article: text"), ValueKind.TEXT),
    "article.nature": Field(_("Article: nature"), ValueKind.CHOICE, choices="nature"),
}
