"""Doing it, a piece a transaction; a run that was cut off begins anew with what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from postroom.configuration import configuration
from postroom.models import (
    Article,
    AuditEntry,
    ImportState,
    MergedPerson,
    Outbound,
    OutboundState,
    Removal,
    User,
    UserImport,
)
from postroom.people.merging.moves import relations
from postroom.people.removing.identity import Identity, identity_of, stand_in_of
from postroom.people.removing.mails import forget_mails, naming, next_mails
from postroom.people.removing.scrubbing import scrub, tables
from postroom.people.removing.tickets import delete_tickets, drop_raw_mails, empty_articles, next_tickets, written
from postroom.search.index import index_articles
from postroom.sentences import sentence
from postroom.stopping import stopping

log = structlog.get_logger(__name__)

_ARTICLES = 200


def run_removal(removal_id: int) -> None:
    """Delete what there is of a person, until nothing is left or this process is to stop.

    Raises OperationalError and InterfaceError, where the database is the trouble; then it goes on with what is left.
    """
    removal = Removal.objects.select_related("person").filter(pk=removal_id).first()
    if removal is None:
        return
    try:
        for _piece in _pieces(removal):
            if stopping():
                return
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # The words of an error may hold what is to be forgotten.
        log.error("removal failed", removal=removal_id, kind=type(error).__name__)  # noqa: TRY400 - for the same reason
        Removal.objects.filter(pk=removal_id).update(error=type(error).__name__)


def _pieces(removal: Removal) -> Iterator[None]:
    """Do a piece a step; every one may be done twice."""
    person, identity = removal.person, identity_of(removal.person)
    _call_back(identity)
    if not removal.keep_tickets:
        yield from _delete_tickets(removal)
        yield from _empty_articles(person, identity)
    yield from _forget_mails(removal, identity)
    yield from _scrub(person, identity)
    _forget_notices(identity)
    _forget_audit(person)
    if removal.keep_tickets:
        _anonymise(person)
        yield from _index(list(Article.objects.filter(ticket__customer=person).values_list("pk", flat=True)))
        removal.delete()
    elif next_tickets(person):
        # Mail of theirs came meanwhile.
        yield from _pieces(removal)
    else:
        person.delete()


def _call_back(identity: Identity) -> None:
    """What waits in the outbox does not leave any more."""
    waiting = Outbound.objects.filter(state=OutboundState.WAITING, recipients__overlap=_spellings(identity))
    waiting.update(state=OutboundState.CANCELLED)


def _delete_tickets(removal: Removal) -> Iterator[None]:
    while pks := next_tickets(removal.person):
        with transaction.atomic():
            delete_tickets(pks)
            Removal.objects.filter(pk=removal.pk).update(done=F("done") + len(pks))
        yield


def _empty_articles(person: User, identity: Identity) -> Iterator[None]:
    for pks in _slices(list(written(person, identity).order_by("pk").values_list("pk", flat=True))):
        with transaction.atomic():
            empty_articles(pks)
        yield


def _forget_mails(removal: Removal, identity: Identity) -> Iterator[None]:
    while pks := next_mails(removal.mails_reached):
        with transaction.atomic():
            forget_mails(naming(pks, identity))
            removal.mails_reached = pks[-1]
            Removal.objects.filter(pk=removal.pk).update(mails_reached=pks[-1], done=F("done") + len(pks))
        yield


def _scrub(person: User, identity: Identity) -> Iterator[None]:
    for model in tables():
        with transaction.atomic():
            keys = scrub(model, person, identity)
            if model is Article:
                drop_raw_mails(keys)
                # Those of their own tickets come last, when the tickets' heads are as they will be.
                index_articles(Article.objects.filter(pk__in=keys).exclude(ticket__customer=person))
        yield


def _index(pks: Sequence[int]) -> Iterator[None]:
    """What is searched holds the words of the text as it was."""
    for some in _slices(pks):
        with transaction.atomic():
            index_articles(Article.objects.filter(pk__in=some))
        yield


@transaction.atomic
def _forget_notices(identity: Identity) -> None:
    """Mails of no ticket - invitations, notifications - and files of people that are still to be imported."""
    Outbound.objects.filter(article=None, recipients__overlap=[identity.stand_in]).delete()
    named = [email.lower() for email in identity.emails]
    for batch in UserImport.objects.exclude(content=b""):
        text = bytes(batch.content).decode().lower()
        if any(email in text for email in named):
            batch.content, batch.state = b"", ImportState.FAILED
            batch.error = sentence(gettext_noop("Somebody in this file was deleted. Take it in again without them."))
            batch.save(update_fields=["content", "state", "error"])


def _forget_audit(person: User) -> None:
    """That somebody changed something stays in the audit log; who they were does not."""
    known_as = [person.pk, *MergedPerson.objects.filter(kept=person).values_list("former", flat=True)]
    for pk in known_as:
        AuditEntry.objects.filter(subject="user", subject_id=str(pk)).update(label=f"#{pk}", changes={})
    AuditEntry.objects.filter(actor=person).update(actor_name=f"#{person.pk}")


@transaction.atomic
def _anonymise(person: User) -> None:
    """Leave a person without anything that says who it was; only tickets hang on them."""
    for relation in relations():
        if relation.goes_along and relation.model is not Removal:
            relation.rows(person).delete()
    with override(configuration().default_language):
        person.name = _("Removed person %(number)s") % {"number": person.pk}
    person.email = stand_in_of(person.pk)
    person.phone = person.note = person.language = person.time_zone = person.undeliverable_reason = ""
    person.organisation = person.undeliverable_since = person.last_login = None
    person.active = False
    person.save()


def _spellings(identity: Identity) -> list[str]:
    return sorted({spelling for email in identity.emails for spelling in (email, email.lower())})


def _slices(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + _ARTICLES] for start in range(0, len(pks), _ARTICLES))
