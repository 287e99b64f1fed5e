"""Taking a file in, and carrying it out a piece at a time, so that a run that was cut off goes on where it was."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from postroom.enqueue import IMPORT_USERS, enqueue
from postroom.models import FurtherAddress, ImportState, Organisation, Role, Ticket, User, UserImport
from postroom.people.importing.columns import guess
from postroom.people.importing.planning import Planned, Verdict, plan, table_of
from postroom.people.importing.reading import Row, decoded, delimiter_of, read_table
from postroom.search.index import find_anew
from postroom.sentences import Sentence, made_of
from postroom.sentences import sentence as _

_PIECE = 500
_KEPT = datetime.timedelta(days=30)


def take_in(by: User, filename: str, content: bytes) -> UserImport:
    """Keep a file as an import that is not started; its columns are guessed.

    Raises FileRefused.
    """
    text = decoded(content)
    delimiter = delimiter_of(text)
    table = read_table(text, delimiter)
    return UserImport.objects.create(
        created_by=by,
        filename=filename[-254:],
        content=text.encode(),
        delimiter=delimiter,
        columns=guess(table.headings),
        total=len(table.rows),
    )


def start(batch: UserImport) -> bool:
    """Let it run; False where it was started before."""
    with transaction.atomic():
        prepared = UserImport.objects.filter(pk=batch.pk, state=ImportState.PREPARED)
        if not prepared.update(state=ImportState.WAITING):
            return False
        enqueue(IMPORT_USERS, import_id=batch.pk)
        return True


def forget_old_imports() -> None:
    """Delete files that nobody started and reports that nobody needs any more: they hold personal data."""
    before = timezone.now() - _KEPT
    UserImport.objects.filter(created_at__lt=before).exclude(state=ImportState.WAITING).delete()


def run_piece(batch: UserImport) -> list[User]:
    """Carry out the next rows of `batch`, which is locked and waits; return those who are new.

    After the last row it is done, and its file is gone.
    """
    rows = table_of(batch).rows
    piece = rows[batch.reached : batch.reached + _PIECE]
    made = _carry_out(batch, piece, rows[: batch.reached])
    batch.reached += len(piece)
    if batch.reached >= len(rows):
        batch.state, batch.finished_at, batch.content = ImportState.DONE, timezone.now(), b""
    batch.save()
    return made


def _carry_out(batch: UserImport, rows: Sequence[Row], before: Sequence[Row]) -> list[User]:
    """Where the database refuses something they are done one by one, and what is refused alone is wrong."""
    planned = plan(batch, rows, before)
    try:
        with transaction.atomic():
            made = _write(batch, planned)
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError:
        if len(rows) > 1:
            pairs = [([row], [*before, *rows[:place]]) for place, row in enumerate(rows)]
            return [user for row, above in pairs for user in _carry_out(batch, row, above)]
        _note_wrong(batch, planned[0], _("The database refused this row."))
        return []
    for one in planned:
        _count(batch, one)
    return made


def _count(batch: UserImport, one: Planned) -> None:
    if one.why is not None:
        _note_wrong(batch, one, one.why)
    elif one.verdict is Verdict.NEW:
        batch.created += 1
    elif one.verdict is Verdict.CHANGED:
        batch.changed += 1
    else:
        batch.same += 1


def _note_wrong(batch: UserImport, one: Planned, why: Sentence) -> None:
    row = {"line": one.person.line, "cells": one.person.cells, "why": str(why), "made_of": made_of(why)}
    batch.wrong = [*batch.wrong, row]


def _write(batch: UserImport, planned: Sequence[Planned]) -> list[User]:
    organisations = _organisations(list(dict.fromkeys(one.organisation for one in planned if one.organisation)))
    new = [one for one in planned if one.verdict is Verdict.NEW]
    made = User.objects.bulk_create(_user(one, organisations) for one in new)
    pairs = [*zip(new, made, strict=True), *((one, _change(one, organisations)) for one in planned if one.changes)]
    FurtherAddress.objects.bulk_create(
        FurtherAddress(user=user, email=email) for one, user in pairs for email in _further(one)
    )
    if batch.role_id:
        holds = Role.users.through
        wanted = [user for one, user in pairs if one.verdict is Verdict.NEW or "role" in one.changes]
        holds.objects.bulk_create(holds(user_id=user.pk, role_id=batch.role_id) for user in wanted)
    return made


def _organisations(names: Sequence[str]) -> dict[str, Organisation]:
    """Return organisations by name; those that are not there are made, written as the first row has them."""
    there = Organisation.objects.in_bulk(names, field_name="name")
    missing = {name.lower(): name for name in reversed(names) if name not in there}
    rows = Organisation.objects.bulk_create(Organisation(name=name) for name in missing.values())
    made = {row.name.lower(): row for row in rows}
    return {name: there.get(name) or made[name.lower()] for name in names}


def _user(one: Planned, organisations: dict[str, Organisation]) -> User:
    person = one.person
    return User(
        email=person.email,
        name=person.name,
        phone=person.phone,
        note=person.note,
        language=person.language,
        organisation=organisations.get(one.organisation),
        password=make_password(None),
    )


def _change(one: Planned, organisations: dict[str, Organisation]) -> User:
    user = one.user
    assert user is not None
    values: dict[str, object] = {
        name: after for name, (_before, after) in one.changes.items() if name not in ("organisation", "further", "role")
    }
    if "organisation" in one.changes:
        values["organisation"] = organisations[one.organisation]
    if values:
        User.objects.filter(pk=user.pk).update(**values)
        if "name" in values:
            find_anew(Ticket.objects.filter(customer=user))
    return user


def _further(one: Planned) -> list[str]:
    if one.verdict is Verdict.NEW:
        return list(one.person.further)
    return one.changes["further"][1].split(", ") if "further" in one.changes else []
