"""Deleting people with their personal data on the pages, without JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.models import AuditEntry, Removal, Ticket, User
from postroom.people.removing.running import run_removal
from tests.web.cast import Cast
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db


def test_page_counts_asks_twice_and_shows_how_far_it_is(pages: Client, cast: Cast) -> None:
    carl = cast.world.customer
    arrive(cast.world.channel, eml())
    url = f"/users/{carl.pk}/remove/"
    assert "1 of them open" in pages.get(url).content.decode()
    for form in ({}, {"what": "delete"}, {"what": "delete", "confirm": "other@x.example"}):
        answer = pages.post(url, form)
        assert (answer.status_code, "Nothing was deleted" in answer.content.decode()) == (422, True)
    assert Removal.objects.count() == 0
    answer = pages.post(url, {"what": "delete", "confirm": "Carl@customer.example "})
    progress = answer.headers["Location"]
    assert progress == f"/users/{carl.pk}/removal/"
    assert pages.get(url).headers["Location"] == progress
    assert 'data-removal="running"' in pages.get(progress).content.decode()
    assert "is being deleted" in pages.get(f"/users/{carl.pk}/").content.decode()
    run_removal(Removal.objects.get().pk)
    part = pages.get(progress, headers={"HX-Request": "true"}).content.decode()
    assert ('data-removal="done"' in part, "<html" in part) == (True, False)
    assert (Ticket.objects.count(), User.objects.filter(pk=carl.pk).count()) == (0, 0)
    entry = AuditEntry.objects.get(kind="deleted")
    assert (entry.label, entry.actor_name) == (f"#{carl.pk}", "Chief")
    assert f"#{carl.pk}" in pages.get("/audit/").content.decode()


def test_oneself_is_not_deleted(pages: Client, cast: Cast) -> None:
    chief = cast.administrator
    answer = pages.post(f"/users/{chief.pk}/remove/", {"what": "keep", "confirm": chief.email})
    assert (answer.status_code, "You cannot delete yourself." in answer.content.decode()) == (422, True)
    assert Removal.objects.count() == 0


def test_removal_that_stopped_goes_on_when_asked(pages: Client, cast: Cast) -> None:
    carl = cast.world.customer
    pages.post(f"/users/{carl.pk}/remove/", {"what": "keep", "confirm": carl.email})
    Removal.objects.update(error="ValueError")
    page = pages.get(f"/users/{carl.pk}/removal/").content.decode()
    assert ("It has stopped" in page, "every 2s" in page) == (True, False)
    pages.post(f"/users/{carl.pk}/removal/again/")
    assert Removal.objects.get().error == ""


def test_somebody_who_is_being_deleted_is_signed_out(pages: Client, cast: Cast) -> None:
    agent = cast.client(cast.world.agent)
    assert agent.get("/tickets/").status_code == 200
    pages.post(f"/users/{cast.world.agent.pk}/remove/", {"what": "keep", "confirm": cast.world.agent.email})
    assert agent.get("/tickets/").status_code == 302
