"""Text modules: found by name and keyword, filled and escaped, offered where they belong."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import translation

from postroom.models import Group, TextModule, Ticket
from postroom.tickets.text_modules import name_of
from tests.web.cast import Cast, cast, statements

__all__ = ["cast"]


def offers(pages: Client, query: str, ticket: Ticket | None = None) -> list[dict[str, Any]]:
    data = {"q": query} | ({"ticket": ticket.pk} if ticket else {})
    items: list[dict[str, Any]] = pages.get("/text-modules/offers/", data).json()["items"]
    return items


def module(name: str, keyword: str = "", body: str = "<p>Text</p>", **more: Any) -> TextModule:
    return TextModule.objects.create(name=name, keyword=keyword, body=body, **more)


def test_values_are_filled_and_escaped(ticket: Ticket, pages: Client) -> None:
    Ticket.objects.update(title="<b>Ink</b> & paper")
    module("Greeting", "hi", "<p>Hello #{customer.first_name}: #{ticket.title}, #{no.such}. #{agent.name}</p>")
    (found,) = offers(pages, "hi", ticket)
    assert found["html"] == "<p>Hello Carl: &lt;b&gt;Ink&lt;/b&gt; &amp; paper, #{no.such}. Anna Agent</p>"
    assert found["text"] == "Hello Carl: <b>Ink</b> & paper, #{no.such}. Anna Agent"


def test_the_keyword_typed_in_full_comes_first(ticket: Ticket, pages: Client) -> None:
    module("About refunds", "refunds")
    module("Zebra", "ref")
    module("Prefer water", "water")
    assert [item["title"] for item in offers(pages, "ref", ticket)] == ["Zebra", "About refunds", "Prefer water"]
    assert [item["title"] for item in offers(pages, "about ref", ticket)] == ["About refunds"]


def test_only_active_ones_of_the_ticket_s_group(ticket: Ticket, pages: Client) -> None:
    module("Off", active=False)
    module("Elsewhere").groups.add(Group.objects.create(name="Elsewhere"))
    module("Here").groups.add(ticket.group)
    module("Everywhere")
    assert [item["title"] for item in offers(pages, "", ticket)] == ["Everywhere", "Here"]
    assert [item["title"] for item in offers(pages, "")] == ["Everywhere", "Here"]


def test_name_is_that_of_the_reader_s_language() -> None:
    named = TextModule(name="Greeting", names={"de": "Gruß"})
    with translation.override("de"):
        assert name_of(named) == "Gruß"
    with translation.override("en"):
        assert name_of(named) == "Greeting"


def test_administrator_keeps_them(cast: Cast) -> None:
    pages = cast.client(cast.administrator)
    values = {"name": "Greeting", "name_de": "Gruß", "keyword": "hi", "active": "on"}
    rich = '<p>Hello <strong>you</strong><img src=x onerror="alert(1)"></p>'
    assert pages.post("/text-modules/new/", {**values, "rich": rich, "body": "Hello you"}).status_code == 302
    made = TextModule.objects.get()
    assert (made.names, made.body) == ({"de": "Gruß"}, "<p>Hello <strong>you</strong><img></p>")
    assert "<strong>you</strong>" in pages.get(f"/text-modules/{made.pk}/").content.decode()
    assert pages.post("/text-modules/new/", {**values, "name": "Other", "body": " "}).status_code == 422
    assert pages.post("/text-modules/new/", {**values, "body": "Again"}).status_code == 422
    assert pages.post(f"/text-modules/{made.pk}/remove/").status_code == 302
    assert TextModule.objects.count() == 0


def test_list_asks_no_more_for_more_rows(cast: Cast) -> None:
    pages = cast.client(cast.administrator)
    module("One")
    few = statements(pages, "/text-modules/")
    for number in range(10):
        module(str(number)).groups.add(cast.world.group)
    assert statements(pages, "/text-modules/") == few


def test_new_ticket_fills_them_when_it_opens(ticket: Ticket, pages: Client) -> None:
    values = {
        "how": "mail",
        "customer": "Eve <eve@x.example>",
        "group": ticket.group_id,
        "title": "New",
        "state": "open",
    }
    pages.post("/tickets/new/", {**values, "rich": "<p>Dear #{customer.name}, #{ticket.title}</p>", "body": "x"})
    article = Ticket.objects.get(title="New").articles.get()
    assert ("Dear Eve, New" in article.body_html, article.new_text) == (True, "Dear Eve, New")
