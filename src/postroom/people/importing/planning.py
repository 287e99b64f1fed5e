"""What an import would do to each row, in a fixed number of statements however many they are."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from postroom.models import EmailAddress, Organisation, Role, User, UserImport
from postroom.people.customers import find, organisations_of_domains
from postroom.people.importing.reading import Row, Table, read_table
from postroom.people.importing.values import Person, person_of
from postroom.sentences import Sentence
from postroom.sentences import sentence as _


class Verdict(enum.StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Planned:
    """A row and what becomes of it."""

    person: Person
    verdict: Verdict
    why: Sentence | None = None
    user: User | None = None
    """Who is there already."""
    organisation: str = ""
    """The name of the organisation they belong to afterwards, as it is or will be called."""
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Column to before and after, for those that differ; `role` and `further` among them."""


def table_of(batch: UserImport) -> Table:
    """Return the file of an import as it is read."""
    return read_table(bytes(batch.content).decode(), batch.delimiter)


def plan(batch: UserImport, rows: Sequence[Row], before: Iterable[Row] = ()) -> list[Planned]:
    """Return what becomes of `rows`. `before`: rows that stand above them, whose addresses are taken."""
    people = [person_of(row, batch.columns) for row in rows]
    known = _Known.of(batch, people)
    taken: dict[str, int] = {}
    for row in before:
        _take(taken, person_of(row, batch.columns))
    planned = []
    for person in people:
        planned.append(_planned(batch, person, known, taken))
        _take(taken, person)
    return planned


def _take(taken: dict[str, int], person: Person) -> None:
    if person.problem is None:
        for email in (person.email, *person.further):
            taken.setdefault(email.lower(), person.line)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database knows about the rows."""

    users: Mapping[str, User]
    organisations: Mapping[str, str]
    """Names by their lower-case form."""
    names: Mapping[int, str]
    """Names of organisations by their ids."""
    own: frozenset[str]
    domains: Mapping[str, Organisation]
    holders: frozenset[int]
    """Who has the role of the import."""

    @classmethod
    def of(cls, batch: UserImport, people: Sequence[Person]) -> _Known:
        emails = {email.lower() for person in people for email in (person.email, *person.further)}
        users = find(emails)
        names = dict(Organisation.objects.values_list("pk", "name"))
        holders = Role.users.through.objects.filter(role=batch.role, user__in=[user.pk for user in users.values()])
        return cls(
            users=users,
            organisations={name.lower(): name for name in names.values()},
            names=names,
            own=frozenset(email.lower() for email in EmailAddress.objects.values_list("email", flat=True)),
            domains=organisations_of_domains({email.rpartition("@")[2] for email in emails}),
            holders=frozenset(holders.values_list("user_id", flat=True)) if batch.role else frozenset(),
        )


def _planned(batch: UserImport, person: Person, known: _Known, taken: Mapping[str, int]) -> Planned:
    why = person.problem or _wrong(batch, person, known, taken)
    if why is not None:
        return Planned(person, Verdict.WRONG, why)
    organisation = known.organisations.get(person.organisation.lower(), person.organisation)
    user = known.users.get(person.email.lower())
    if user is None:
        joined = known.domains.get(person.email.lower().rpartition("@")[2])
        return Planned(person, Verdict.NEW, organisation=organisation or (joined.name if joined else ""))
    changes = dict(_changes(batch, person, user, organisation, known))
    verdict = Verdict.CHANGED if changes else Verdict.SAME
    return Planned(person, verdict, user=user, organisation=organisation, changes=changes)


def _wrong(batch: UserImport, person: Person, known: _Known, taken: Mapping[str, int]) -> Sentence | None:
    email = person.email.lower()
    line = next((taken[address.lower()] for address in (email, *person.further) if address.lower() in taken), None)
    if line is not None:
        return _("Line %(line)s has the same address.", line=str(line))
    own = next((address for address in (person.email, *person.further) if address.lower() in known.own), None)
    if own is not None:
        return _("%(email)s is an address of one of your channels.", email=own)
    user = known.users.get(email)
    other = next((a for a in person.further if known.users.get(a.lower(), user) != user), None)
    if other is not None:
        return _("The further address %(email)s is somebody else’s.", email=other)
    if person.organisation and person.organisation.lower() not in known.organisations and not batch.new_organisations:
        return _("There is no organisation “%(name)s”.", name=person.organisation)
    return None


def _changes(
    batch: UserImport, person: Person, user: User, organisation: str, known: _Known
) -> Iterable[tuple[str, tuple[str, str]]]:
    for name in ("name", "phone", "language", "note"):
        before, after = getattr(user, name), getattr(person, name)
        if after and before != after and (batch.overwrite or not before):
            yield name, (before, after)
    belongs = known.names.get(user.organisation_id or 0, "")
    if organisation and belongs != organisation and (batch.overwrite or not belongs):
        yield "organisation", (belongs, organisation)
    further = [email for email in person.further if email.lower() not in known.users]
    if further:
        yield "further", ("", ", ".join(further))
    if batch.role and user.pk not in known.holders:
        yield "role", ("", str(batch.role))
