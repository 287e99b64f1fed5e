"""Files of people: read whoever wrote them, planned row by row, carried out once."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from postroom.configuration import configure
from postroom.jobs.sweep import sweep
from postroom.jobs.user_import import run_import
from postroom.models import (
    AuditEntry,
    FurtherAddress,
    ImportState,
    Organisation,
    Outbound,
    Removal,
    Role,
    User,
    UserImport,
)
from postroom.people.importing.columns import guess
from postroom.people.importing.planning import plan, table_of
from postroom.people.importing.reading import FileRefused, Table, decoded, delimiter_of, read_table
from postroom.people.importing.running import start, take_in
from postroom.people.importing.writing import csv_text
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def chief() -> User:
    return User.objects.create_user("chief@desk.example", name="Chief")


def taken(text: str) -> UserImport:
    by = User.objects.filter(email="chief@desk.example").first() or chief()
    return take_in(by, "people.csv", text.encode())


def run(text: str, **options: object) -> UserImport:
    """Take a file in, start it and let the job do it."""
    batch = taken(text)
    UserImport.objects.filter(pk=batch.pk).update(**options)
    assert start(batch)
    run_import(batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.DONE
    return batch


def verdicts(text: str, **options: object) -> list[tuple[str, str]]:
    batch = taken(text)
    for name, value in options.items():
        setattr(batch, name, value)
    return [(one.verdict.value, str(one.why or "")) for one in plan(batch, table_of(batch).rows)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_file_is_read_however_it_was_written(encoding: str, delimiter: str) -> None:
    written = io.StringIO(newline="")
    rows = [["E-Mail", "Name; kurz", "Notiz"], ["jörg@x.example", "Jörg, Müller", 'sagt\r\n"hallo"; oft'], ["", "", ""]]
    csv.writer(written, delimiter=delimiter).writerows([*rows, ["b@x.example", "B", ""]])
    text = decoded(written.getvalue().encode(encoding))
    table = read_table(text, delimiter_of(text))
    assert table.headings == ("E-Mail", "Name; kurz", "Notiz")
    assert [row.cells for row in table.rows] == [tuple(rows[1]), ("b@x.example", "B", "")]
    assert [row.line for row in table.rows] == [2, 5]


def test_first_line_of_excel_names_the_delimiter() -> None:
    text = "sep=;\r\nE-Mail;Name\r\na@x.example;A, B, C\r\n"
    assert delimiter_of(text) == ";"
    table = read_table(text, ";")
    assert (table.headings, table.rows[0].line) == (("E-Mail", "Name"), 3)


def table_in(content: bytes) -> Table:
    text = decoded(content)
    return read_table(text, delimiter_of(text))


@pytest.mark.parametrize("content", [b"", b"  \r\n", b"E-Mail", b'E-Mail\n"a', b"x" * (20 * 1024 * 1024 + 1)])
def test_file_without_people_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(FileRefused):
        table_in(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(FileRefused):
        assert table_in(content).headings


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("E-Mail-Adresse;Vorname;Name;Firma;Telefon", "email first_name last_name organisation phone"),
        ("email,firstname,lastname,organization,mobile,phone", "email first_name last_name organisation - phone"),
        ("login,firstname,lastname,email", "- first_name last_name email"),
        ("First Name,Last Name,Emails,Phones,Company", "first_name last_name email phone organisation"),
        (
            "First Name,Last Name,Company,Business Phone,E-mail Address,E-mail 2 Address",
            "first_name last_name organisation phone email further",
        ),
        (
            "Name,Given Name,Family Name,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value,Organization 1 - Name",
            "name first_name last_name email further phone organisation",
        ),
        ("Anzeigename;Telefon (geschäftlich);E-Mail;Sprache;Schuhgröße", "name phone email language -"),
    ],
)  # fmt: skip
def test_columns_of_usual_exports_are_known(headings: str, fields: str) -> None:
    cells = headings.replace(";", ",").split(",")
    assert guess(cells) == ["" if field == "-" else field for field in fields.split()]


def test_each_row_is_told_what_becomes_of_it(world: World) -> None:
    Organisation.objects.create(name="Acme")
    User.objects.create_user("old@x.example", name="Old", phone="1")
    text = (
        "email,name,phone,organisation\n"
        "new@x.example,New,,Other\n"
        "OLD@x.example,Old,2,\n"
        "carl@customer.example,Carl Customer,,\n"
        "not an address,Nobody,,\n"
        "new@X.example,Again,,\n"
        ",Nobody,,\n"
        "support@desk.example,Desk,,\n"
        f"long@x.example,{'x' * 201},,\n"
    )
    assert verdicts(text) == [
        ("new", ""),
        ("changed", ""),
        ("same", ""),
        ("wrong", "“not an address” is not an e-mail address."),
        ("wrong", "Line 2 has the same address."),
        ("wrong", "There is no e-mail address."),
        ("wrong", "support@desk.example is an address of one of your channels."),
        ("wrong", "The name is longer than 200 characters."),
    ]
    assert verdicts(text, new_organisations=False)[0] == ("wrong", "There is no organisation “Other”.")
    assert verdicts(text, overwrite=False)[1] == ("same", "")


def test_file_is_carried_out_and_nothing_is_doubled_the_second_time(world: World) -> None:
    Organisation.objects.create(name="Acme", domains=["acme.example"])
    text = (
        "email,firstname,lastname,organisation,language,phone,note\n"
        "ada@x.example,Ada,Lovelace,ACME,Deutsch,'+49 30 1,likes tea\n"
        '"bo@acme.example, bo@home.example",Bo,,,,,\n'
        "cy@x.example,Cy,,Newly made,de_AT,,\n"
        "dy@x.example,Dy,,newly MADE,,,\n"
        "broken,,,,,,\n"
    )
    batch = run(text)
    assert (batch.created, batch.changed, batch.same, len(batch.wrong)) == (4, 0, 0, 1)
    ada, bo, cy, dy = User.objects.filter(email__iregex="^(ada|bo|cy|dy)@").order_by("email")
    assert (ada.name, ada.phone, ada.language, ada.note) == ("Ada Lovelace", "+49 30 1", "de", "likes tea")
    assert [str(user.organisation) for user in (ada, bo, cy, dy)] == ["Acme", "Acme", "Newly made", "Newly made"]
    assert (bo.has_usable_password(), bo.roles.count(), cy.language) == (False, 0, "de")
    assert list(FurtherAddress.objects.values_list("user", "email")) == [(bo.pk, "bo@home.example")]
    assert (bytes(batch.content), batch.reached) == (b"", 5)
    again = run(text)
    assert (again.created, again.changed, again.same, len(again.wrong)) == (0, 0, 4, 1)
    assert (Organisation.objects.count(), FurtherAddress.objects.count()) == (2, 1)


def test_run_that_was_cut_off_goes_on_behind_what_is_done(world: World) -> None:
    lines = "".join(f"u{number}@x.example\n" for number in range(3))
    batch = taken(f"email\n{lines}u0@x.example\n")
    assert start(batch)
    assert not start(batch)
    UserImport.objects.filter(pk=batch.pk).update(reached=2)
    run_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.created, batch.wrong[0]["why"]) == (1, "Line 2 has the same address.")
    run_import(batch.pk)
    assert User.objects.filter(email__endswith="@x.example").count() == 1


def test_many_rows_are_done_in_pieces_with_few_statements_each(world: World) -> None:
    lines = "".join(f"u{number}@x.example,Name {number},Org {number % 7}\n" for number in range(1_100))
    batch = run(f"email,name,organisation\n{lines}")
    assert (batch.created, Organisation.objects.count()) == (1_100, 7)


def test_role_is_given_and_those_who_are_new_are_invited_once(world: World) -> None:
    configure(public_url="https://desk.example")
    role = Role.objects.get(is_agent=True)
    text = "email,name\nben@desk2.example,Ben\ncarl@customer.example,Carl Customer\n"
    batch = run(text, role=role, invite=True)
    assert (batch.created, batch.changed) == (1, 1)
    assert set(role.users.values_list("email", flat=True)) == {
        "anna@desk.example", "ben@desk2.example", "carl@customer.example",
    }  # fmt: skip
    mail = Outbound.objects.get()
    assert (mail.recipients, "https://desk.example/account/" in mail.body) == (["ben@desk2.example"], True)
    run(text, role=role, invite=True)
    assert Outbound.objects.count() == 1


def test_worker_that_died_leaves_nothing_undone_and_old_files_are_forgotten(world: World) -> None:
    left, idle, old = (taken("email\nnew@x.example\n") for _number in range(3))
    UserImport.objects.filter(pk=left.pk).update(state=ImportState.WAITING)
    UserImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=31))
    removal = Removal.objects.create(person=world.customer, keep_tickets=True)
    Removal.objects.create(person=world.agent, keep_tickets=True, error="ValueError")
    sweep()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE queue_name IN ('import_users', 'remove_person')")
        jobs = sorted(args for (args,) in cursor.fetchall())
    assert jobs == [f'{{"import_id": {left.pk}}}', f'{{"removal_id": {removal.pk}}}']
    assert set(UserImport.objects.all()) == {left, idle}


def test_audit_log_says_who_imported(world: World) -> None:
    run("email\nnew@x.example\n")
    entry = AuditEntry.objects.get(subject="user", kind="created")
    assert (entry.actor_name, entry.label) == ("Chief", "new@x.example")


def test_what_is_written_out_is_no_formula_and_is_read_back_as_it_was() -> None:
    cells = ("=1+1", "+49 30", "-1", "@x", "plain", 'with "quotes"; and, more')
    text = csv_text([("a", "b", "c", "d", "e", "f"), cells])
    (_headings, written) = list(csv.reader(io.StringIO(text)))
    assert written[:4] == ["'=1+1", "'+49 30", "'-1", "'@x"]
    assert read_table(decoded(text.encode()), ",").rows[0].cells == cells
