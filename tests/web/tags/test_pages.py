"""Tags as administrators keep them and agents choose them."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.configuration import configure
from postroom.models import AuditEntry, Tag, Ticket, Trigger
from tests.web.cast import MOST_STATEMENTS, Cast, statements
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    (row,) = arrive(cast.world.channel, eml())
    Ticket.objects.update(tags=["old"])
    assert row.article is not None
    return Ticket.objects.get()


def entries() -> list[tuple[str, str, object]]:
    return [(row.kind, row.label, row.changes) for row in AuditEntry.objects.filter(subject="tag").order_by("pk")]


def test_tag_is_added_renamed_and_written_into_the_audit_log(pages: Client, ticket: Ticket) -> None:
    assert pages.post("/tags/", {"name": "vip"}).headers["Location"] == "/tags/"
    assert pages.post("/tags/", {"name": "vip"}).status_code == 422
    old = Tag.objects.get(name="old")
    assert pages.post(f"/tags/{old.pk}/", {"name": "new"}).headers["Location"] == "/tags/"
    assert Ticket.objects.get().tags == ["new"]
    assert entries() == [("created", "vip", {"name": [None, "vip"]}), ("changed", "new", {"name": ["old", "new"]})]


def test_joining_is_said_before_it_is_done(pages: Client, ticket: Ticket) -> None:
    pages.post("/tags/", {"name": "vip"})
    old = Tag.objects.get(name="old")
    asked = pages.post(f"/tags/{old.pk}/", {"name": "vip"})
    assert "Both become one: 1 ticket with “old” gets “vip” instead" in asked.content.decode()
    assert Ticket.objects.get().tags == ["old"]
    pages.post(f"/tags/{old.pk}/", {"name": "vip", "merge": "on"})
    assert (Ticket.objects.get().tags, Tag.objects.filter(name="old").exists()) == (["vip"], False)
    assert entries()[1:] == [
        ("changed", "old", {"became": ["", "vip"]}),
        ("deleted", "old", {"name": ["old", None], "became": ["vip", None]}),
    ]


def test_tag_says_what_uses_it_and_is_not_deleted_under_a_rule(pages: Client, ticket: Ticket) -> None:
    rule = Trigger.objects.create(name="Mark", actions=[{"action": "tags", "add": ["old"], "remove": []}])
    old = Tag.objects.get(name="old")
    assert f'href="/triggers/{rule.pk}/">Mark' in pages.get(f"/tags/{old.pk}/").content.decode()
    refused = pages.post(f"/tags/{old.pk}/remove/")
    assert (refused.status_code, Ticket.objects.get().tags) == (422, ["old"])
    rule.delete()
    assert pages.post(f"/tags/{old.pk}/remove/").headers["Location"] == "/tags/"
    assert Ticket.objects.get().tags == []


def test_list_is_found_in_and_asks_no_more_for_more_tags(pages: Client, ticket: Ticket) -> None:
    few = statements(pages, "/tags/")
    Tag.objects.bulk_create(Tag(name=f"tag {number}") for number in range(40))
    assert statements(pages, "/tags/") == few <= MOST_STATEMENTS
    page = pages.get("/tags/?q=AG 39").content.decode()
    assert ("tag 39" in page, "tag 38" in page) == (True, False)


def test_agent_who_may_only_choose_is_refused_a_new_tag_and_keeps_the_others(cast: Cast, ticket: Ticket) -> None:
    agent, url = cast.client(cast.world.agent), f"/tickets/{ticket.pk}/change/"
    new = {"how": "phone", "customer": "c@x.example", "group": cast.world.group.pk, "title": "T", "body": "B"}
    configure(agents_make_tags=False)
    refused = agent.post(url, {"tags": "old, vip"})
    assert (refused.status_code, "There is no such tag: vip." in refused.content.decode()) == (422, True)
    assert agent.post("/tickets/new/", {**new, "tags": "vip"}).status_code == 422
    Tag.objects.filter(name="old").delete()
    assert agent.post(url, {"tags": "old"}).status_code == 302
    Tag.objects.create(name="vip")
    assert agent.post(url, {"tags": "old, vip"}).status_code == 302
    configure(agents_make_tags=True)
    agent.post(url, {"tags": "fresh"})
    assert Ticket.objects.get().tags == ["fresh"]
    assert Tag.objects.filter(name="fresh").exists()


def test_tags_are_offered_to_agents_as_they_type(cast: Cast) -> None:
    Tag.objects.create(name="printer")
    answer = cast.client(cast.world.agent).get("/tags/offers/?q=PRI")
    assert answer.json() == {"items": [{"id": "printer", "title": "printer", "text": "printer"}]}
