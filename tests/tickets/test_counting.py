"""Counting lists: one that takes too long, or that the database refuses, keeps nobody waiting."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postroom.tickets.counting import counted


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("odd", ["SELECT 1 FROM pg_sleep(60)", "SELECT 1 / (length(now()::text) * 0)"])
def test_list_that_cannot_be_counted_is_unknown_and_not_asked_again_at_once(odd: str) -> None:
    waited_for, hurried = {"standing": "SELECT 3"}, {"odd": odd, "other": "SELECT 7"}
    with CaptureQueriesContext(connection) as first:
        assert counted(waited_for, hurried) == {"standing": 3, "odd": None, "other": 7}
    with CaptureQueriesContext(connection) as second:
        assert counted(waited_for, hurried) == {"standing": 3, "odd": None, "other": 7}
    assert [any(odd in query["sql"] for query in asked) for asked in (first, second)] == [True, False]
    assert len(second) == 1


@pytest.mark.django_db(transaction=True)
def test_time_for_counting_ends_with_it() -> None:
    assert counted({}, {"quick": "SELECT 5"}) == {"quick": 5}
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
