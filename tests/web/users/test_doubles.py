"""Telling likely doubles apart on the pages, without JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.models import AuditEntry, DifferentPeople, User
from tests.web.cast import MOST_STATEMENTS, Cast, statements

pytestmark = pytest.mark.django_db
DOUBLES, DIFFERENT = "/users/doubles/", "/users/doubles/different/"


def test_two_are_told_apart_and_offered_again_with_both_in_the_audit_log(pages: Client, cast: Cast) -> None:
    carl, double = cast.world.customer, User.objects.create_user("info@customer.example", name="Customer, Carl")
    assert "Nobody was told apart" in pages.get(DIFFERENT).content.decode()
    compared = pages.get(f"/users/{carl.pk}/merge/", {"other": double.pk}).content.decode()
    assert "Two different people?" in compared
    page = pages.post(DIFFERENT, {"first": double.pk, "second": carl.pk}, follow=True).content.decode()
    assert "they are not offered again" in page
    assert f"?other={double.pk}" not in page
    shown = pages.get(DIFFERENT).content.decode()
    assert "the same name at the same mail domain" in shown
    assert shown.index("carl@customer.example") < shown.index("info@customer.example")
    again = pages.post(f"{DIFFERENT}{DifferentPeople.objects.get().pk}/again/", follow=True).content.decode()
    assert "These two are looked at again." in again
    assert f"?other={double.pk}" in pages.get(DOUBLES).content.decode()
    kinds = AuditEntry.objects.filter(subject="differentpeople").order_by("pk").values_list("kind", "actor_name")
    assert list(kinds) == [("created", "Chief"), ("deleted", "Chief")]
    log = pages.get("/audit/").content.decode()
    assert "Two users who are different people" in log


def test_what_is_not_alike_or_not_there_is_not_told_apart(pages: Client, cast: Cast) -> None:
    pair = {"first": cast.world.customer.pk, "second": cast.world.agent.pk}
    assert "not alike any more" in pages.post(DIFFERENT, pair, follow=True).content.decode()
    assert [pages.post(DIFFERENT, {**pair, "second": odd}).status_code for odd in ("0", "x", "")] == [404] * 3
    assert DifferentPeople.objects.count() == 0


def test_who_was_told_apart_is_listed_with_few_statements(pages: Client, cast: Cast) -> None:
    people = [User(email=f"p{n}@x.example", name="Jo Doe") for n in range(60)]
    first, *others = User.objects.bulk_create(people)
    said = [
        DifferentPeople(first=first, second=other, likenesses=["name"], created_at=other.created_at) for other in others
    ]
    said[0].save()
    few = statements(pages, DIFFERENT)
    DifferentPeople.objects.bulk_create(said[1:])
    assert statements(pages, DIFFERENT) == few <= MOST_STATEMENTS
