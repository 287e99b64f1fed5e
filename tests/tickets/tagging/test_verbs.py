"""Renaming, joining and deleting tags: tickets, rules and the search follow, histories stay."""

from __future__ import annotations

from typing import Any

import pytest

from postroom.models import (
    Event,
    Filter,
    Macro,
    ScheduledJob,
    SearchText,
    StoredOverview,
    Tag,
    Ticket,
    TicketTemplate,
    Trigger,
)
from postroom.search.index import index_waiting
from postroom.search.lookups import asks
from postroom.search.questions import question
from postroom.search.syntax import parse
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.tagging.listing import Counted, counted_tags, offered_tags, unknown_tags
from postroom.tickets.tagging.rules import Use, uses_of
from postroom.tickets.tagging.verbs import TagRefused, TagThere, create_tag, delete_tag, merge_tags, rename_tag
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db

ASKS: dict[str, Any] = {
    "all": [
        {"field": "ticket.title", "op": "contains", "value": "old"},
        {"any": [{"field": "ticket.tags", "op": "has_any", "value": ["old", "new"]}]},
    ]
}
TAGGED: list[dict[str, Any]] = [
    {"action": "tags", "add": ["old"], "remove": ["other"]},
    {"action": "note", "body": "old"},
]


@pytest.fixture
def world() -> World:
    return make_world()


def ticket(world: World, *tags: str, subject: str = "Printer") -> Ticket:
    (row,) = arrive(world.channel, eml(subject=subject, body=subject))
    assert row.article is not None
    with acting(world.agent, "web") as act:
        change(act, row.article.ticket, tags=list(tags))
    return Ticket.objects.get(pk=row.article.ticket_id)


def rules(owner: Any) -> None:
    """Make a rule of every kind that names the tag “old”."""
    Trigger.objects.create(name="T", conditions=ASKS, actions=TAGGED)
    ScheduledJob.objects.create(name="J", conditions=ASKS, actions=TAGGED)
    Macro.objects.create(name="M", actions=TAGGED)
    Filter.objects.create(name="F", for_new={"tags": ["old"], "title": "old"}, for_follow_up={"tags": ["x"]})
    StoredOverview.objects.create(name="O", conditions=ASKS, everyone=True)
    StoredOverview.objects.create(name="Own", conditions=ASKS, owner=owner)
    TicketTemplate.objects.create(name="Te", tags=["old"])


def test_tag_of_a_ticket_is_listed_with_its_counts(world: World) -> None:
    ticket(world, "old", "vip")
    closed = ticket(world, "old", subject="Other")
    with acting(world.agent, "web") as act:
        change(act, closed, state="closed")
    create_tag("unused")
    assert [(tag.name, tag.tickets, tag.unfinished) for tag in counted_tags()] == [
        ("old", 2, 1),
        ("unused", 0, 0),
        ("vip", 1, 1),
    ]
    assert [tag.name for tag in counted_tags("VI")] == ["vip"]
    assert all(isinstance(tag, Counted) for tag in counted_tags())


def test_renamed_tag_is_renamed_on_tickets_and_in_rules_and_nowhere_else(world: World) -> None:
    one, other = ticket(world, "b", "old"), ticket(world, "older", subject="Other")
    rules(world.agent)
    events, changed_at = Event.objects.count(), one.updated_at
    assert rename_tag(Tag.objects.get(name="old"), "  a  new  one ") == 1
    one.refresh_from_db()
    assert (one.tags, one.updated_at) == (["a new one", "b"], changed_at)
    assert Ticket.objects.get(pk=other.pk).tags == ["older"]
    assert Event.objects.count() == events
    trigger = Trigger.objects.get(name="T")
    assert trigger.conditions["all"][0]["value"] == "old"
    assert trigger.conditions["all"][1]["any"][0]["value"] == ["a new one", "new"]
    assert trigger.actions == [
        {"action": "tags", "add": ["a new one"], "remove": ["other"]},
        {"action": "note", "body": "old"},
    ]
    assert Filter.objects.get().for_new == {"tags": ["a new one"], "title": "old"}
    assert TicketTemplate.objects.get().tags == ["a new one"]
    assert [use.kind for use in uses_of("a new one")] == [
        "trigger",
        "scheduledjob",
        "macro",
        "filter",
        "storedoverview",
        "storedoverview",
        "tickettemplate",
    ]
    assert uses_of("old") == []
    assert set(Tag.objects.values_list("name", flat=True)) == {"a new one", "b", "older"}


def test_joined_tags_are_one_on_every_ticket_and_named_once_in_rules(world: World) -> None:
    both, one = ticket(world, "old", "new"), ticket(world, "old", subject="Other")
    rules(world.agent)
    with pytest.raises(TagThere) as there:
        rename_tag(Tag.objects.get(name="old"), "new")
    assert merge_tags(Tag.objects.get(name="old"), there.value.there) == 2
    assert [Ticket.objects.get(pk=pk).tags for pk in (both.pk, one.pk)] == [["new"], ["new"]]
    assert Trigger.objects.get(name="T").conditions["all"][1]["any"][0]["value"] == ["new"]
    assert not Tag.objects.filter(name="old").exists()


def test_tag_that_rules_name_is_not_deleted_until_they_name_it_no_longer(world: World) -> None:
    one = ticket(world, "old", "b")
    rules(world.agent)
    with pytest.raises(TagRefused) as refused:
        delete_tag(Tag.objects.get(name="old"))
    assert str(refused.value) == "Take the tag out of these first: T, J, M, F, O, Te."
    assert Ticket.objects.get().tags == ["b", "old"]
    for model in (Trigger, ScheduledJob, Macro, Filter, TicketTemplate):
        model._default_manager.all().delete()
    StoredOverview.objects.filter(owner=None).delete()
    (own,) = uses_of("old")
    assert own == Use("storedoverview", own.pk, "Own", world.agent.pk)
    assert delete_tag(Tag.objects.get(name="old")) == 1
    assert Ticket.objects.get(pk=one.pk).tags == ["b"]


def test_ticket_is_found_by_the_new_name_and_no_longer_by_the_old(world: World) -> None:
    one = ticket(world, "zebra")
    index_waiting()
    rename_tag(Tag.objects.get(name="zebra"), "giraffe")
    assert Event.objects.filter(search_pending=True).exists()
    index_waiting()
    assert found("giraffe") == [one.pk]
    assert found("zebra") == []


def found(typed: str) -> list[int]:
    """The tickets that answer to a word."""
    rows = SearchText.objects.filter(asks(question(parse(typed)).tsquery))
    return list(rows.values_list("ticket", flat=True).distinct())


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" ", "A tag needs a name."),
        ("a, b", "A tag has no comma in it: commas stand between tags."),
        ("x" * 101, "A tag has 100 characters at most."),
    ],
)
def test_name_that_no_ticket_could_have_is_refused(name: str, sentence: str) -> None:
    with pytest.raises(TagRefused) as refused:
        create_tag(name)
    assert str(refused.value) == sentence
    assert not Tag.objects.exists()


def test_what_is_typed_finds_tags_that_begin_so_first() -> None:
    for name in ("xab", "Abc", "abd", "no"):
        create_tag(name)
    assert offered_tags("AB", 12) == ["Abc", "abd", "xab"]
    assert unknown_tags(["abd", "new"]) == ["new"]
