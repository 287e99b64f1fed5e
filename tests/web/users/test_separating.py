"""Taking back a merge of two people on the pages, without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from postroom.models import AuditEntry, MergedPerson, Ticket, User
from postroom.people.merging.merge import merge_people
from postroom.people.merging.undo import KEPT_FOR
from tests.web.cast import Cast
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db


def merged(cast: Cast, email: str = "carl@home.example") -> tuple[User, str]:
    """Merge somebody into the customer; return them and the address of the page to take it back."""
    other = User.objects.create_user(email, name="C. Customer")
    arrive(cast.world.channel, eml(from_=email))
    merge_people(cast.administrator, cast.world.customer.pk, other.pk)
    return other, f"/users/merges/{MergedPerson.objects.latest('pk').pk}/"


def test_merge_is_taken_back_after_a_look_at_what_goes_and_what_stays(pages: Client, cast: Cast) -> None:
    other, url = merged(cast)
    arrive(cast.world.channel, eml(subject="since", from_="carl@home.example"))
    assert f'href="{url}"' in pages.get(f"/users/{cast.world.customer.pk}/").content.decode()
    page = pages.get(url).content.decode()
    assert re.findall(r"tickets as customer</th><td[^>]*>(\d)</td><td[^>]*>(\d)", page) == [("1", "1")]
    assert "Separate C. Customer from Carl Customer" in page
    answer = pages.post(url, follow=True)
    assert answer.redirect_chain == [(f"/users/{other.pk}/", 302)]
    assert "The two are two people again; 1 ticket went back." in answer.content.decode()
    assert set(Ticket.objects.values_list("customer", "title")) == {
        (other.pk, Ticket.objects.earliest("pk").title),
        (cast.world.customer.pk, "since"),
    }
    assert "Merge of two users" in pages.get("/audit/").content.decode()
    assert AuditEntry.objects.get(subject="mergedperson", kind="deleted").actor == cast.administrator
    assert pages.get(url).status_code == 404


def test_only_the_last_merge_leads_to_taking_it_back(pages: Client, cast: Cast) -> None:
    (_, first), (_, second) = merged(cast), merged(cast, "carl@work.example")
    page = pages.get(f"/users/{cast.world.customer.pk}/").content.decode()
    assert (first in page, second in page, page.count("after the one above")) == (False, True, 1)
    refused = pages.post(first, follow=True).content.decode()
    assert "Somebody else was merged with this person since." in refused
    assert User.objects.filter(email="carl@home.example").count() == 0


def test_what_is_over_is_said_and_shown_no_more(pages: Client, cast: Cast) -> None:
    _, url = merged(cast)
    MergedPerson.objects.update(created_at=timezone.now() - KEPT_FOR)
    page = pages.get(url, follow=True).content.decode()
    assert ("cannot be taken back any more" in page, "Merged into this person" in page) == (True, False)
    assert "cannot be taken back any more" in pages.post(url, follow=True).content.decode()
