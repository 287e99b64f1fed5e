"""Organisations: one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from postroom.models import Organisation, Ticket
from postroom.people.refusals import DomainTaken, NameTaken
from postroom.search.index import find_anew


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """An organisation as it shall be; `domains` in any case of letters."""

    name: str
    domains: Sequence[str] = ()
    shared: bool = True
    note: str = ""
    active: bool = True


def save_organisation(draft: OrganisationDraft, organisation: Organisation | None = None) -> Organisation:
    """Create an organisation, or change `organisation`. Members who are there stay as they are.

    Raises NameTaken, DomainTaken.
    """
    row = organisation or Organisation()
    domains = sorted({domain.strip().lower().lstrip("@") for domain in draft.domains} - {""})
    with transaction.atomic():
        others = Organisation.objects.exclude(pk=row.pk)
        if others.filter(name=draft.name).exists():
            raise NameTaken(draft.name)
        if draft.active:
            _check_domains(domains, row)
        renamed = row.pk is not None and row.name != draft.name
        row.name, row.domains, row.shared = draft.name, domains, draft.shared
        row.note, row.active = draft.note, draft.active
        row.save()
        if renamed:
            find_anew(Ticket.objects.filter(organisation=row))
    return row


def delete_organisation(organisation: Organisation) -> None:
    """Delete it. Its members and their tickets stay, without an organisation."""
    with transaction.atomic():
        find_anew(Ticket.objects.filter(organisation=organisation))
        organisation.delete()


def _check_domains(domains: list[str], row: Organisation) -> None:
    other = Organisation.objects.exclude(pk=row.pk).filter(active=True, domains__overlap=domains).first()
    if other is not None:
        raise DomainTaken(next(domain for domain in domains if domain in other.domains), other.name)
