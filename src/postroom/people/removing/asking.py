"""Asking for it: what is there, who may not go, and the row that stands until it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from postroom.enqueue import REMOVE_PERSON, enqueue
from postroom.models import Article, Attachment, AuditEntry, AuditKind, Draft, Inbound, Removal, Ticket, User
from postroom.people.administrators import keeping_an_administrator
from postroom.people.refusals import RemovesOneself, UnderRemoval


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is of a person."""

    tickets: int
    open_tickets: int
    messages: int
    """In their tickets, by whomever."""
    files: int
    written_elsewhere: int
    """Messages of theirs in tickets of others."""
    drafts: int
    owned: int
    """Tickets that they work on."""


def holdings_of(person: User) -> Holdings:
    """Count what there is of `person`. Seven statements."""
    tickets = Ticket.objects.filter(customer=person)
    messages = Article.objects.filter(ticket__customer=person)
    return Holdings(
        tickets=tickets.count(),
        open_tickets=tickets.filter(closed_at=None, merged_into=None).count(),
        messages=messages.count(),
        files=Attachment.objects.filter(article__ticket__customer=person).count(),
        written_elsewhere=Article.objects.filter(created_by=person).exclude(ticket__customer=person).count(),
        drafts=Draft.objects.filter(user=person).count(),
        owned=Ticket.objects.filter(owner=person).count(),
    )


def ask_to_remove(by: User, person: User, *, keep_tickets: bool, ip: str | None = None) -> Removal:
    """Sign the person out for good and let a job delete what there is of them.

    The entry in the audit log names them by their number only. Raises RemovesOneself, UnderRemoval, LastAdministrator.
    """
    if by == person:
        raise RemovesOneself
    with keeping_an_administrator():
        locked = User.objects.select_for_update().get(pk=person.pk)
        if Removal.objects.filter(person=locked).exists():
            raise UnderRemoval
        locked.active = False
        locked.set_unusable_password()
        locked.save(update_fields=["active", "password"])
        removal = Removal.objects.create(person=locked, by=by, keep_tickets=keep_tickets, total=_pieces(locked))
        _note(by, locked, ip)
        enqueue(REMOVE_PERSON, lock=f"removal {removal.pk}", removal_id=removal.pk)
    return removal


def ask_again(person_id: int) -> None:
    """Let a removal that stopped go on."""
    for removal in Removal.objects.filter(person=person_id).exclude(error=""):
        Removal.objects.filter(pk=removal.pk).update(error="")
        enqueue(REMOVE_PERSON, lock=f"removal {removal.pk}", removal_id=removal.pk)


def _pieces(person: User) -> int:
    return Ticket.objects.filter(customer=person).count() + Inbound.objects.count()


def _note(by: User, person: User, ip: str | None) -> None:
    AuditEntry.objects.create(
        at=timezone.now(),
        actor=by,
        actor_name=str(by)[:254],
        via="web",
        ip=ip,
        kind=AuditKind.DELETED,
        subject="user",
        subject_id="",
        label=f"#{person.pk}",
    )
