"""Queries that are put into SQL once: what is in their slots, and what was changed since, counts every time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postroom.models import Group
from postroom.prepared import Prepared, Slot, Slots, rows, written

TIMES = 5
"""More often than a statement has to be asked until its plan is kept."""


@pytest.mark.django_db
def test_answer_is_that_of_now_however_often_it_was_asked() -> None:
    named = Prepared(lambda: Group.objects.filter(name=Slot(0), active=True).values_list("note"))
    group = Group.objects.create(name="Support", note="0")
    for number in range(TIMES):
        Group.objects.filter(pk=group.pk).update(note=str(number))
        assert named.rows("Support") == [(str(number),)]
        assert named.rows("Sales") == []


@pytest.mark.django_db(transaction=True)
def test_plan_of_a_table_that_was_changed_elsewhere_is_made_anew() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE box AS SELECT 1::int AS content")
        for _ in range(TIMES):
            assert rows("SELECT content FROM box") == [(1,)]
        # Within DO, the connection does not hear of it, as of what another one does.
        cursor.execute("DO $$ BEGIN ALTER TABLE box ALTER content TYPE text; END $$")
        assert rows("SELECT content FROM box") == [("1",)]
        cursor.execute("DROP TABLE box")


@pytest.mark.django_db
def test_list_fills_a_slot_however_long_it_is() -> None:
    chosen = Prepared(lambda: Group.objects.filter(pk__in=Slots(0)).order_by("pk").values_list("pk"))
    pks = [Group.objects.create(name=f"Group {number}").pk for number in range(3)]
    for length in (0, 1, 3):
        assert chosen.rows(pks[:length]) == [(pk,) for pk in pks[:length]]


@pytest.mark.django_db
def test_values_are_written_into_a_statement_and_not_read_as_one() -> None:
    name = "100 % o'clock \\ %s"
    Group.objects.create(name=name)
    assert rows(written(Group.objects.filter(name=name).values_list("name"))) == [(name,)]


@pytest.mark.django_db
def test_statement_is_seen_every_time_by_who_counts_statements() -> None:
    named = Prepared(lambda: Group.objects.filter(name=Slot(0)).values_list("pk"))
    with CaptureQueriesContext(connection) as asked:
        for _ in range(TIMES):
            named.rows("Support")
    assert ["postroom_group" in query["sql"] for query in asked] == [True] * TIMES
