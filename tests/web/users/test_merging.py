"""Merging people on the pages, without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from postroom.models import AuditEntry, FurtherAddress, Organisation, User
from tests.web.cast import MOST_STATEMENTS, Cast, statements
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db


def carl(**values: str) -> User:
    return User.objects.create_user("carl@home.example", None, **values)


def test_other_one_is_found_compared_and_merged(pages: Client, cast: Cast) -> None:
    kept, other = cast.world.customer, carl(name="C. Customer", phone="12")
    arrive(cast.world.channel, eml(from_="carl@home.example"))
    url = f"/users/{kept.pk}/merge/"
    assert "Who else is this person?" in pages.get(url).content.decode()
    page = pages.get(url, {"other": "Carl <CARL@home.example>"}).content.decode()
    assert re.findall(r'type="radio" name="(\w+)" value="other"', page) == ["email", "name"]
    assert re.findall(r"tickets as customer</th><td[^>]*>(\d)</td><td[^>]*>(\d)", page) == [("0", "1")]
    answer = pages.post(url, {"other": other.pk, "name": "other", "email": "kept"}, follow=True)
    assert "The two are one person now; 1 ticket came along." in answer.content.decode()
    kept.refresh_from_db()
    assert (kept.name, kept.phone, kept.email) == ("C. Customer", "12", "carl@customer.example")
    gone = AuditEntry.objects.get(kind="deleted", subject="user")
    assert (gone.label, gone.actor_name) == ("C. Customer", "Chief")
    assert AuditEntry.objects.get(subject="furtheraddress").label == "carl@home.example"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("nobody@x.example", "There is nobody with this address."),
        ("0", "There is nobody with this address."),
        ("carl@customer.example", "nobody is merged with themselves"),
    ],
)
def test_somebody_who_is_nobody_is_said(pages: Client, cast: Cast, given: str, sentence: str) -> None:
    answer = pages.get(f"/users/{cast.world.customer.pk}/merge/", {"other": given})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_refused_merge_says_why_and_keeps_what_was_chosen(pages: Client, cast: Cast) -> None:
    chief = cast.administrator
    answer = pages.post(f"/users/{cast.world.customer.pk}/merge/", {"other": chief.pk, "name": "other"})
    page = answer.content.decode()
    assert (answer.status_code, "You are one of the two." in page) == (422, True)
    assert re.findall(r'name="name" value="(\w+)" checked', page) == ["other"]
    assert User.objects.filter(pk=chief.pk).exists()


def test_likely_doubles_are_listed_with_few_statements(pages: Client, cast: Cast) -> None:
    User.objects.create_user("info@customer.example", name="Customer, Carl")
    statements(pages, "/users/doubles/")
    few = statements(pages, "/users/doubles/")
    assert f"?other={User.objects.get(email__startswith='info').pk}" in pages.get("/users/doubles/").content.decode()
    User.objects.bulk_create(User(email=f"jo+{n}@x.example", name="Jo Doe") for n in range(60))
    assert statements(pages, "/users/doubles/") == few <= MOST_STATEMENTS


def test_further_addresses_are_added_and_removed_on_the_page(pages: Client, cast: Cast) -> None:
    url = f"/users/{cast.world.customer.pk}/"
    pages.post(f"{url}addresses/", {"email": "carl@home.example"})
    page = pages.post(f"{url}addresses/", {"email": "CARL@home.example"}, follow=True).content.decode()
    assert "There is somebody with the address CARL@home.example already." in page
    page = pages.post(f"{url}addresses/", {"email": "nonsense"}, follow=True).content.decode()
    assert "“nonsense” is not an e-mail address." in page
    row = FurtherAddress.objects.get()
    assert "carl@home.example" in page
    pages.post(f"{url}addresses/remove/", {"address": row.pk})
    assert FurtherAddress.objects.count() == 0


def test_organisation_shows_its_members_and_is_deleted(pages: Client, cast: Cast) -> None:
    acme = Organisation.objects.create(name="Acme", domains=["acme.example"])
    User.objects.filter(pk=cast.world.customer.pk).update(organisation=acme)
    url = f"/users/organisations/{acme.pk}/"
    assert "carl@customer.example" in pages.get(url).content.decode()
    assert "Acme" in pages.get("/users/organisations/?q=ACME.ex").content.decode()
    assert "No organisation fits this search." in pages.get("/users/organisations/?q=other").content.decode()
    statements(pages, url)
    few = statements(pages, url)
    User.objects.bulk_create(User(email=f"u{n}@acme.example", organisation=acme) for n in range(60))
    assert statements(pages, url) == few <= MOST_STATEMENTS
    assert "61 members stay" in pages.get(f"{url}delete/").content.decode()
    pages.post(f"{url}delete/")
    assert (Organisation.objects.count(), User.objects.get(pk=cast.world.customer.pk).organisation) == (0, None)
