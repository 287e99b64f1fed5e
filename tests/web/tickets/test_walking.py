"""From ticket to ticket in the order of the list one came from."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postroom.models import Ticket, TicketState, User
from postroom.search.index import index_waiting
from postroom.web.tickets import walking
from postroom.web.tickets.lines import PAGE
from tests.world import World, arrive, eml

AROUND = re.compile(r'<nav class="place".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a [^>]*href="([^"]*)"')


@pytest.fixture
def many(world: World) -> list[int]:
    """More tickets than a page of the list holds; those that came in last are first."""
    arrive(world.channel, *(eml(subject=f"Matter {number}") for number in range(PAGE + 2)))
    return list(Ticket.objects.order_by("-pk").values_list("pk", flat=True))


def around(pages: Client, ticket: int) -> tuple[str, list[str]]:
    """Return what the page of the ticket says of its place in the list, and where its links lead."""
    found = AROUND.search(pages.get(f"/tickets/{ticket}/").content.decode())
    if found is None:
        return "", []
    links = [link.replace("&amp;", "&") for link in LINK.findall(found[0])]
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", found[0])).strip(), links


def test_ticket_leads_to_its_neighbours_in_the_list_it_was_opened_from(many: list[int], pages: Client) -> None:
    pages.get("/tickets/?overview=all&sort=-number")
    back = "/tickets/?overview=all&sort=-number"
    first, second, third = many[:3]
    assert around(pages, first) == ("Back to the list: 1 of 52", [back, f"/tickets/{second}/"])
    assert around(pages, second)[1] == [f"/tickets/{first}/", back, f"/tickets/{third}/"]


def test_order_holds_while_tickets_change(many: list[int], pages: Client) -> None:
    pages.get("/tickets/?overview=open")
    Ticket.objects.filter(pk=many[1]).update(state=TicketState.CLOSED)
    assert around(pages, many[1])[0] == "Back to the list: 2 of 52"


def test_end_of_a_page_leads_to_the_next_page_and_its_beginning_back(many: list[int], pages: Client) -> None:
    pages.get("/tickets/?overview=all&sort=-number")
    _said, (before, _back, page) = around(pages, many[PAGE - 1])
    assert before == f"/tickets/{many[PAGE - 2]}/"
    shown = pages.get(page).content.decode()
    assert f"/tickets/{many[PAGE]}/" in shown
    said, (earlier, back, after) = around(pages, many[PAGE])
    assert (said, back, after) == ("Back to the list: 51 of 52", page, f"/tickets/{many[PAGE + 1]}/")
    assert f"/tickets/{many[0]}/" in pages.get(earlier).content.decode()
    assert around(pages, many[0])[0] == "Back to the list: 1 of 52"


def test_found_tickets_are_walked_too_and_more_of_them_come_behind(many: list[int], pages: Client) -> None:
    index_waiting()
    shown = pages.get("/search/?q=matter")
    rows = [row.ticket.pk for row in shown.context["found"].rows]
    assert around(pages, rows[0]) == (
        f"Back to the list: 1 of {len(rows)}+",
        ["/search/?q=matter", f"/tickets/{rows[1]}/"],
    )
    more = pages.get(f"/search/{shown.context['more']}", headers={"HX-Request": "true"})
    assert around(pages, more.context["found"].rows[0].ticket.pk)[0].startswith(f"Back to the list: {len(rows) + 1} of")


def test_news_of_a_list_in_another_window_do_not_take_its_place(many: list[int], pages: Client) -> None:
    pages.get("/tickets/?overview=all&sort=number")
    pages.get("/tickets/?overview=all&sort=-number", headers={"HX-Request": "true", "X-Live": "lists"})
    assert around(pages, many[-1])[0] == "Back to the list: 1 of 52"


def test_ticket_that_was_in_no_list_says_nothing_and_neither_does_a_cookie_of_somebody_else(
    many: list[int], pages: Client, world: World
) -> None:
    assert around(pages, many[0]) == ("", [])
    pages.get("/tickets/")
    cookie = pages.cookies[walking.COOKIE].value
    pages.cookies[walking.COOKIE] = "nonsense"
    assert around(pages, many[0]) == ("", [])
    second = User.objects.create_user("second@desk.example")
    second.roles.set(world.agent.roles.all())
    other = Client()
    other.force_login(second)
    other.cookies[walking.COOKIE] = cookie
    assert other.get(f"/tickets/{many[0]}/").status_code == 200
    assert around(other, many[0]) == ("", [])


def test_place_in_the_list_costs_no_statement(many: list[int], pages: Client) -> None:
    pages.get(f"/tickets/{many[0]}/")
    with CaptureQueriesContext(connection) as without:
        pages.get(f"/tickets/{many[0]}/")
    pages.get("/tickets/")
    with CaptureQueriesContext(connection) as within:
        assert around(pages, many[0])[0] == "Back to the list: 1 of 52"
    assert len(within) == len(without)
