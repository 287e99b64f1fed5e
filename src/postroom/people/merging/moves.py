"""What becomes of every row that points at a person who is merged into another one.

`relations` is derived from the models; `MOVES` says what happens to each. A test compares the two, so a new relation
cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model, Q, QuerySet

from postroom.models import Absence, DifferentPeople, Draft, GroupAccess, Level, User


@dataclass(frozen=True, slots=True)
class Relation:
    """A column of another table that names a person."""

    model: type[Model]
    column: str

    @property
    def name(self) -> str:
        """The key of `MOVES`."""
        return f"{self.model._meta.label_lower}.{self.column}"

    @property
    def goes_along(self) -> bool:
        """Whether its rows are nothing without the person."""
        field = self.model._meta.get_field(self.column)
        return isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the rows that name this person."""
        return self.model._base_manager.filter(**{self.column: user})


Move = Callable[[Relation, User, User], None]


def relations() -> list[Relation]:
    """Return every column that names a person, in a fixed order."""
    found = [
        Relation(model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is User
    ]
    return sorted(found, key=lambda relation: relation.name)


def _move(relation: Relation, kept: User, other: User) -> None:
    relation.rows(other).update(**{relation.column: kept})


def _move_unless_there(relation: Relation, kept: User, other: User, *, beside: str) -> None:
    """Where the kept person has a row about the same thing, theirs counts."""
    there = relation.rows(kept).values(beside)
    relation.rows(other).filter(**{f"{beside}__in": there}).delete()
    _move(relation, kept, other)


def _give_up(relation: Relation, _kept: User, other: User) -> None:
    """It is about signing in as the other, which ends."""
    relation.rows(other).delete()


def _refused_before(_relation: Relation, _kept: User, _other: User) -> None:
    """There is none: `merge` refuses people whose data is being deleted."""


def _move_levels(relation: Relation, kept: User, other: User) -> None:
    """In a group where both have levels of their own, the kept person gets all of them."""
    own = {row.group_id: row for row in GroupAccess.objects.filter(user=kept)}
    for row in GroupAccess.objects.filter(user=other, group__in=own):
        same = own[row.group_id]
        wanted = {*same.levels, *row.levels}
        same.levels = (
            [Level.FULL.value] if Level.FULL in wanted else [level.value for level in Level if level in wanted]
        )
        same.save(update_fields=["levels"])
        row.delete()
    _move(relation, kept, other)


def _move_absence(relation: Relation, kept: User, other: User) -> None:
    """Nobody is away twice, or stands in for themselves."""
    if Absence.objects.filter(user=kept).exists():
        Absence.objects.filter(user=other).delete()
    Absence.objects.filter(user=other, substitute=kept).delete()
    _move(relation, kept, other)


def _move_substitute(relation: Relation, kept: User, other: User) -> None:
    Absence.objects.filter(substitute=other, user=kept).delete()
    _move(relation, kept, other)


def _move_difference(relation: Relation, kept: User, other: User) -> None:
    """Who is different from the one is different from both; the two themselves are not."""
    for row in relation.rows(other):
        third = row.second_id if row.first_id == other.pk else row.first_id
        if third == kept.pk or DifferentPeople.objects.filter(_pair(kept.pk, third)).exists():
            row.delete()
    _move(relation, kept, other)


def _pair(one: int, another: int) -> Q:
    return Q(first=one, second=another) | Q(first=another, second=one)


def clashing_draft(kept: User, other: User) -> Draft | None:
    """Return a text that both have begun for the same ticket: only one of the two would remain."""
    begun = Draft.objects.filter(user=kept, outbound=None)
    rows = Draft.objects.filter(user=other, outbound=None).select_related("ticket").order_by("pk")
    taken = set(begun.values_list("ticket_id", "kind"))
    return next((draft for draft in rows if (draft.ticket_id, draft.kind) in taken), None)


def _by(column: str) -> Move:
    return partial(_move_unless_there, beside=column)


MOVES: dict[str, Move] = {
    "account.emailaddress.user": _give_up,
    "mfa.authenticator.user": _give_up,
    "postroom.absence.substitute": _move_substitute,
    "postroom.absence.user": _move_absence,
    "postroom.article.created_by": _move,
    "postroom.auditentry.actor": _move,
    "postroom.channeldraft.created_by": _move,
    "postroom.consentrequest.created_by": _move,
    "postroom.differentpeople.by": _move,
    "postroom.differentpeople.first": _move_difference,
    "postroom.differentpeople.second": _move_difference,
    "postroom.draft.user": _move,
    "postroom.event.actor": _move,
    "postroom.follow.user": _by("ticket"),
    "postroom.furtheraddress.user": _move,
    "postroom.groupaccess.user": _move_levels,
    "postroom.listchoice.user": _by("overview"),
    "postroom.mention.user": _by("article"),
    "postroom.mergedperson.by": _move,
    "postroom.mergedperson.kept": _move,
    "postroom.notification.instead_of": _move,
    "postroom.notification.user": _by("event"),
    "postroom.notificationchoice.user": _by("kind"),
    "postroom.presence.user": _by("ticket"),
    "postroom.removal.by": _move,
    "postroom.removal.person": _refused_before,
    "postroom.session.user": _give_up,
    "postroom.storedoverview.owner": _move,
    "postroom.ticket.created_by": _move,
    "postroom.ticket.customer": _move,
    "postroom.ticket.owner": _move,
    "postroom.tickettemplate.owner": _move,
    "postroom.undoable.by": _move,
    "postroom.user_roles.user": _by("role"),
    "postroom.userimport.created_by": _move,
}


def moves_plainly(relation: Relation) -> bool:
    """Whether every row is there afterwards and names the kept person."""
    return MOVES[relation.name] is _move


def move_everything(kept: User, other: User) -> None:
    """Let every row that names `other` name `kept`. Needs a transaction in which both are locked."""
    for relation in relations():
        MOVES[relation.name](relation, kept, other)
