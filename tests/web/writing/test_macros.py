"""Macros: kept by administrators, run by agents on one ticket or many, wholly or not at all."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.models import Article, Event, Group, Macro, Outbound, SenderKind, Ticket, TicketState, Undoable
from postroom.models.macros import After
from tests.web.cast import Cast, cast, statements
from tests.world import World, arrive, eml

__all__ = ["cast"]

ANSWER_AND_CLOSE = [
    {"action": "answer", "body": "<p>Hello #{customer.first_name}, it is #{ticket.title}.</p>"},
    {"action": "change", "state": "closed", "owner": "me"},
    {"action": "tags", "add": ["done"], "remove": []},
    {"action": "note", "text": "By #{agent.name}", "internal": True},
]


def run(pages: Client, macro: Macro, *tickets: Ticket, **more: str) -> str:
    data = {"macro": macro.pk, "ticket": [ticket.pk for ticket in tickets], **more}
    answer = pages.post("/macros/run/", data)
    return str(answer.headers.get("Location", answer.status_code))


def test_macro_answers_closes_tags_and_notes_as_the_agent(world: World, ticket: Ticket, pages: Client) -> None:
    macro = Macro.objects.create(name="Done", actions=ANSWER_AND_CLOSE)
    Ticket.objects.update(title="Ink & <paper>")
    assert run(pages, macro, ticket) == f"/tickets/{ticket.pk}/"
    ticket.refresh_from_db()
    assert (ticket.state, ticket.owner, ticket.tags) == (TicketState.CLOSED, world.agent, ["done"])
    outbound = Outbound.objects.get()
    answer, note = outbound.article, Article.objects.get(internal=True)
    assert answer is not None
    assert "Hello Carl, it is Ink &amp; &lt;paper&gt;." in answer.body_html
    assert ("Yours, Anna Agent" in answer.body_text, "> the first line" in answer.body_text) == (True, True)
    assert (answer.in_reply_to, outbound.auto, outbound.recipients) == (
        ["one@customer.example"],
        False,
        ["carl@customer.example"],
    )
    assert (note.body_text, note.sender) == ("By Anna Agent", SenderKind.AGENT)
    assert set(Event.objects.filter(actor=world.agent).values_list("reason", flat=True)) == {"Done"}


def test_one_ticket_that_refuses_keeps_all_as_they_were(world: World, ticket: Ticket, pages: Client) -> None:
    arrive(world.channel, eml(subject="Another"))
    other = Ticket.objects.get(title="Another")
    Ticket.objects.filter(pk=other.pk).update(state=TicketState.MERGED)
    macro = Macro.objects.create(name="High", actions=[{"action": "change", "priority": 3}])
    run(pages, macro, ticket, other)
    assert list(Ticket.objects.values_list("priority", flat=True)) == [2, 2]
    assert "cannot be run on" in pages.get("/tickets/").content.decode()


def test_many_tickets_in_one_go(world: World, ticket: Ticket, pages: Client) -> None:
    arrive(world.channel, eml(subject="Another"))
    macro = Macro.objects.create(name="High", actions=[{"action": "change", "priority": 3}])
    assert run(pages, macro, *Ticket.objects.all(), next="/tickets/?overview=all") == "/tickets/?overview=all"
    assert list(Ticket.objects.values_list("priority", flat=True)) == [3, 3]


def test_after_a_macro_comes_the_next_ticket_or_the_list(world: World, ticket: Ticket, pages: Client) -> None:
    arrive(world.channel, eml(subject="Newer"))
    macro = Macro.objects.create(name="Tag", actions=[{"action": "tags", "add": ["x"]}], after=After.NEXT)
    newer = Ticket.objects.get(title="Newer")
    assert run(pages, macro, newer, overview="unassigned") == f"/tickets/{ticket.pk}/"
    Macro.objects.update(after=After.LIST)
    assert run(pages, macro, ticket, overview="unassigned") == "/tickets/?overview=unassigned"


def test_what_a_macro_changed_is_taken_back_and_what_it_wrote_stays(
    world: World, ticket: Ticket, pages: Client
) -> None:
    macro = Macro.objects.create(name="Done", actions=ANSWER_AND_CLOSE, after=After.LIST)
    before = (ticket.state, ticket.owner, ticket.tags)
    run(pages, macro, ticket)
    told = pages.get("/tickets/").content.decode()
    assert ("“Done” was run on one ticket." in told, "What it wrote stays" in told) == (True, True)
    entry = Undoable.objects.get()
    undone = pages.post(f"/tickets/undo/{entry.pk}/", {"next": f"/tickets/{ticket.pk}/"})
    assert undone.headers["Location"] == f"/tickets/{ticket.pk}/"
    ticket.refresh_from_db()
    assert ((ticket.state, ticket.owner, ticket.tags), ticket.closed_at) == (before, None)
    assert Article.objects.filter(ticket=ticket).count() == 3


def test_macro_on_many_tickets_is_taken_back_at_once(world: World, ticket: Ticket, pages: Client) -> None:
    arrive(world.channel, eml(subject="Another"))
    macro = Macro.objects.create(name="High", actions=[{"action": "change", "priority": 3, "owner": "me"}])
    chosen = {"ticket": [row.pk for row in Ticket.objects.all()], "do": "macro", "macro": macro.pk}
    pages.post("/tickets/change/", {**chosen, "next": "/tickets/?overview=all"})
    assert list(Ticket.objects.values_list("priority", flat=True)) == [3, 3]
    pages.post(f"/tickets/undo/{Undoable.objects.get().pk}/")
    assert [(row.priority, row.owner) for row in Ticket.objects.all()] == [(2, None), (2, None)]


def test_macro_that_only_writes_offers_nothing_to_take_back(ticket: Ticket, pages: Client) -> None:
    Ticket.objects.update(state=TicketState.OPEN)
    macro = Macro.objects.create(name="Note", actions=[{"action": "note", "text": "Seen", "internal": True}])
    run(pages, macro, ticket)
    assert (Undoable.objects.count(), "data-undo" in pages.get("/tickets/").content.decode()) == (0, False)


def test_macro_of_another_group_or_switched_off_is_not_run(ticket: Ticket, pages: Client) -> None:
    macro = Macro.objects.create(name="High", actions=[{"action": "change", "priority": 3}])
    macro.groups.add(Group.objects.create(name="Elsewhere"))
    assert run(pages, macro, ticket) == "404"
    assert "macros/run" not in pages.get(f"/tickets/{ticket.pk}/").content.decode()
    macro.groups.clear()
    assert 'action="/macros/run/"' in pages.get(f"/tickets/{ticket.pk}/").content.decode()
    Macro.objects.update(active=False)
    assert run(pages, macro, ticket) == "404"


def test_administrator_makes_a_macro_of_several_actions(cast: Cast) -> None:
    pages = cast.client(cast.administrator)
    named = {"name": "Done", "after": "list", "active": "on", "a-count": "0"}
    page = pages.post("/macros/new/", {**named, "do": "action:change"}).content.decode()
    assert ('name="a-0-owner"' in page, "whoever runs the macro" in page) == (True, True)
    actions = {"a-count": "2", "a-0-action": "change", "a-0-owner": "me", "a-0-state": "closed"}
    answer = {"a-1-action": "answer", "a-1-body": "<p>Bye</p><script>x</script>"}
    assert pages.post("/macros/new/", {**named, **actions, **answer}).status_code == 302
    made = Macro.objects.get()
    assert (made.name, made.after) == ("Done", After.LIST)
    assert made.actions == [
        {"action": "change", "state": "closed", "owner": "me"},
        {"action": "answer", "body": "<p>Bye</p>"},
    ]
    page = pages.get(f"/macros/{made.pk}/").content.decode()
    assert ('value="me" selected' in page, "&lt;p&gt;Bye&lt;/p&gt;" in page) == (True, True)
    assert pages.post("/macros/new/", {**named, "name": "Empty"}).status_code == 422


@pytest.mark.django_db
def test_list_of_macros_asks_no_more_for_more_rows(cast: Cast) -> None:
    pages = cast.client(cast.administrator)
    Macro.objects.create(name="One")
    few = statements(pages, "/macros/")
    for number in range(10):
        Macro.objects.create(name=str(number)).groups.add(cast.world.group)
    assert statements(pages, "/macros/") == few
