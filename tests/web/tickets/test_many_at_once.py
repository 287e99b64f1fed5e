"""Changing many tickets from the list: the whole list, macros, and what the message offers to take back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from postroom.configuration import configuration
from postroom.models import Event, Group, Macro, StoredOverview, Ticket, TicketState, Undoable, User
from tests.world import World, arrive, eml


@pytest.fixture
def three(world: World) -> list[Ticket]:
    rows = arrive(world.channel, eml(subject="Red one"), eml(subject="Red two"), eml(subject="Blue"))
    return [row.ticket for row in rows if row.ticket is not None]


def closed() -> list[str]:
    return sorted(Ticket.objects.filter(state=TicketState.CLOSED).values_list("title", flat=True))


def said(client: Client, answer: Any) -> str:
    return client.get(answer.headers["Location"]).content.decode()


def test_whole_list_is_closed_as_it_was_filtered(three: list[Ticket], world: World, pages: Client) -> None:
    Ticket.objects.create(
        number="x", title="Red elsewhere", group=Group.objects.create(name="Elsewhere"), customer=world.customer,
        created_at=three[0].created_at, updated_at=three[0].created_at,
    )  # fmt: skip
    pages.post("/tickets/change/", {"do": "close", "all": "on", "query": "overview=open&q=red", "ticket": three[2].pk})
    assert closed() == ["Red one", "Red two"]


@pytest.mark.parametrize("query", ["overview=nonsense", "overview=999999"])
def test_list_that_is_not_offered_changes_nothing(query: str, three: list[Ticket], pages: Client) -> None:
    StoredOverview.objects.create(pk=999999, name="Other", owner=User.objects.create_user("other@desk.example"))
    assert pages.post("/tickets/change/", {"do": "close", "all": "on", "query": query}).status_code == 404
    assert closed() == []


def test_message_offers_to_take_back_and_does(three: list[Ticket], pages: Client) -> None:
    page = said(pages, pages.post("/tickets/change/", {"do": "close", "ticket": [three[0].pk, three[1].pk]}))
    (address,) = set(re.findall(r'action="(/tickets/undo/\d+/)"', page))
    assert ("2 tickets changed." in page, closed()) == (True, ["Red one", "Red two"])
    assert "Red two" in pages.get("/tickets/done/").content.decode()
    assert "Taken back for 2 tickets." in said(pages, pages.post(address))
    assert closed() == []
    assert "taken back already" in said(pages, pages.post(address))


def test_undoing_leads_nowhere_else_and_is_ones_own(three: list[Ticket], world: World, pages: Client) -> None:
    pages.post("/tickets/change/", {"do": "close", "ticket": [three[0].pk]})
    entry = Undoable.objects.get()
    Undoable.objects.update(by=User.objects.create_user("other@desk.example"))
    answer = pages.post(f"/tickets/undo/{entry.pk}/", {"next": "https://elsewhere.example/"})
    assert (answer.headers["Location"], closed()) == ("/tickets/done/", ["Red one"])
    assert "Red one" not in pages.get("/tickets/done/").content.decode()


def test_merge_and_spam_are_offered_back(three: list[Ticket], pages: Client) -> None:
    one, two, three_ = three
    pages.post(f"/tickets/{one.pk}/merge/", {"number": two.number})
    pages.post(f"/tickets/{three_.pk}/spam/")
    assert configuration().blocked_senders == ("carl@customer.example",)
    page = pages.get("/tickets/done/").content.decode()
    for address in re.findall(r'action="(/tickets/undo/\d+/)"', page[page.index("<table") :]):
        pages.post(address)
    states = dict(Ticket.objects.values_list("title", "state"))
    assert (states, configuration().blocked_senders) == ({"Red one": "new", "Red two": "new", "Blue": "new"}, ())
    assert [ticket.articles.count() for ticket in three] == [1, 1, 1]


def test_macro_runs_on_those_it_is_for(three: list[Ticket], world: World, pages: Client) -> None:
    elsewhere = Group.objects.create(name="Elsewhere")
    macro = Macro.objects.create(name="Urgent", actions=[{"action": "change", "priority": 3}])
    other = Macro.objects.create(name="Other", actions=[{"action": "change", "priority": 1}])
    other.groups.add(elsewhere)
    offered = pages.get("/tickets/macros/").content.decode()
    assert ("Urgent" in offered, "Other" in offered) == (True, False)
    chosen = {"do": "macro", "ticket": [three[0].pk, three[1].pk]}
    page = said(pages, pages.post("/tickets/change/", {**chosen, "macro": macro.pk}))
    assert "“Urgent” was run on 2 tickets." in page
    assert "Choose a macro." in said(pages, pages.post("/tickets/change/", {**chosen, "macro": other.pk}))
    assert sorted(Ticket.objects.values_list("priority", flat=True)) == [2, 3, 3]
    assert Event.objects.filter(reason="Urgent").count() == 2
