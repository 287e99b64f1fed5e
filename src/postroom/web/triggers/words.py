"""What the editor calls operators, units and choices."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.mail.values import NatureKind
from postroom.models import ArticleKind, Channel, EventKind, Group, Priority, SenderKind, TicketState, User

OPERATOR_WORDS = {
    "is": gettext_lazy("is"),
    "is_not": gettext_lazy("is not"),
    "contains": gettext_lazy("contains"),
    "contains_not": gettext_lazy("does not contain"),
    "starts": gettext_lazy("begins with"),
    "ends": gettext_lazy("ends with"),
    "matches": gettext_lazy("matches the regular expression"),
    "has_any": gettext_lazy("has one of"),
    "has_none": gettext_lazy("has none of"),
    "older_than": gettext_lazy("is longer ago than"),
    "newer_than": gettext_lazy("is not longer ago than"),
    "is_today": gettext_lazy("is today"),
    "before": gettext_lazy("is before the day"),
    "since": gettext_lazy("is not before the day"),
    "finds": gettext_lazy("holds the words"),
    "finds_not": gettext_lazy("does not hold the words"),
    "is_set": gettext_lazy("is set"),
    "is_not_set": gettext_lazy("is not set"),
    "has_changed": gettext_lazy("has just changed"),
    "more_than": gettext_lazy("is more than"),
    "less_than": gettext_lazy("is less than"),
}
UNITS = ((1, gettext_lazy("minutes")), (60, gettext_lazy("hours")), (1440, gettext_lazy("days")))
NATURE_WORDS = {
    NatureKind.PERSON: gettext_lazy("written by a person"),
    NatureKind.AUTO_REPLY: gettext_lazy("automatic reply"),
    NatureKind.OUT_OF_OFFICE: gettext_lazy("out of office"),
    NatureKind.BOUNCE: gettext_lazy("returned mail"),
    NatureKind.FEEDBACK_REPORT: gettext_lazy("complaint report"),
    NatureKind.MAILING_LIST: gettext_lazy("mailing list"),
    NatureKind.SYSTEM: gettext_lazy("sent by a machine"),
    NatureKind.LOOP: gettext_lazy("our own mail come back"),
}
Choices = list[tuple[str, str]]


def _groups() -> Choices:
    return [(str(pk), name) for pk, name in Group.objects.values_list("pk", "name")]


def agents() -> Choices:
    """Return everybody who could own a ticket, by name."""
    people = User.objects.filter(active=True, roles__is_agent=True).distinct().order_by("name", "email")
    return [(str(person.pk), str(person)) for person in people]


def _labels(choices: list[tuple[object, object]]) -> Choices:
    return [(str(value), capfirst(str(label))) for value, label in choices]


CHOICES: dict[str, Callable[[], Choices]] = {
    "state": lambda: _labels(list(TicketState.choices)),
    "priority": lambda: _labels(list(Priority.choices)),
    "event": lambda: _labels(list(EventKind.choices)),
    "sender": lambda: _labels(list(SenderKind.choices)),
    "kind": lambda: _labels(list(ArticleKind.choices)),
    "nature": lambda: [(kind.value, capfirst(str(label))) for kind, label in NATURE_WORDS.items()],
    "boolean": lambda: [("true", capfirst(_("yes"))), ("false", capfirst(_("no")))],
    "group": _groups,
    "agent": agents,
    "channel": lambda: [(str(pk), name) for pk, name in Channel.objects.values_list("pk", "name")],
}
"""By the name in `conditions.fields.Field.choices`."""


def split_minutes(minutes: float) -> tuple[str, int]:
    """Return a number and the largest unit (in minutes) that takes it without a fraction."""
    unit = next((size for size, _word in reversed(UNITS) if minutes and minutes % size == 0), 1)
    number = minutes / unit
    return (str(int(number)) if number == int(number) else str(number)), unit
