"""The ticket list: what it holds, and changing many at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from postroom.models import (
    Priority,
    Ticket,
    User,
)
from tests.world import World, arrive, eml


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=printer", True),
        ("q=carl", True),
        ("q=scanner", False),
        ("state=new", True),
        ("state=closed", False),
        ("group=999999", False),
        ("overview=mine", False),
        ("overview=unassigned", True),
        ("overview=pending", False),
    ],
)
def test_list_shows_what_overview_and_filter_hold(query: str, found: bool, ticket: Ticket, pages: Client) -> None:
    assert ("Printer on fire" in pages.get(f"/tickets/?{query}").content.decode()) is found


def test_list_finds_a_number(ticket: Ticket, pages: Client) -> None:
    assert "Printer on fire" in pages.get(f"/tickets/?q=%23{ticket.number}").content.decode()


@pytest.mark.parametrize(("sort", "first"), [("title", "Apple"), ("-title", "Zebra"), ("nonsense", "Zebra")])
def test_list_is_sorted(sort: str, first: str, world: World, pages: Client) -> None:
    arrive(world.channel, eml(subject="Apple"))
    arrive(world.channel, eml(subject="Zebra"))
    text = pages.get(f"/tickets/?sort={sort}").content.decode()
    assert min(("Apple", "Zebra"), key=text.index) == first


def test_list_has_pages_of_fifty(world: World, pages: Client) -> None:
    arrive(world.channel, *(eml(subject=f"Matter {n}") for n in range(51)))
    assert pages.get("/tickets/").content.decode().count("data-row-select ") == 50
    (following,) = re.findall(r'href="(\?[^"]*after=[^"]*)"', pages.get("/tickets/").content.decode())
    assert pages.get(f"/tickets/{following}").content.decode().count("data-row-select ") == 1


def test_unknown_overview_is_no_page(pages: Client) -> None:
    assert pages.get("/tickets/?overview=nonsense").status_code == 404


def test_news_of_the_list_are_rows_and_counts_only(ticket: Ticket, pages: Client) -> None:
    text = pages.get("/tickets/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in text, 'id="rows"' in text, 'id="overviews" hx-swap-oob="true"' in text) == (False, True, True)


def test_chosen_tickets_are_changed_together(world: World, pages: Client) -> None:
    arrive(world.channel, eml(subject="One"), eml(subject="Two"), eml(subject="Three"))
    chosen = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))[:2]
    values = {"ticket": chosen, "owner": world.agent.pk, "priority": "3", "state": "", "group": ""}
    assert (
        pages.post("/tickets/change/", {**values, "next": "/tickets/?page=2"}).headers["Location"] == "/tickets/?page=2"
    )
    changed = Ticket.objects.filter(owner=world.agent, priority=Priority.HIGH).values_list("pk", flat=True)
    assert sorted(changed) == chosen


def test_bulk_change_leads_nowhere_else(ticket: Ticket, pages: Client) -> None:
    values = {"ticket": [ticket.pk], "priority": "3", "next": "https://elsewhere.example/"}
    assert pages.post("/tickets/change/", values).headers["Location"] == "/tickets/"


def test_many_can_be_given_to_whom_their_groups_know_by_name(world: World, ticket: Ticket, pages: Client) -> None:
    User.objects.create_user("elsewhere@desk.example", name="Not here")
    page = LexborHTMLParser(pages.get("/tickets/").content)
    offered = [(option.attributes["value"], option.text()) for option in page.css("#bulk [name=owner] option")]
    assert offered == [("", "Owner"), ("nobody", "nobody"), (str(world.agent.pk), world.agent.name)]
