"""The search page: what it finds, for whom, and that nothing one can type breaks it."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from postroom.models import Attachment, Blob, Group, GroupAccess, Level, Organisation, Role, Ticket, TicketState, User
from postroom.search.files.reading import read_waiting
from postroom.search.index import index_waiting
from tests.web.cast import Cast, warm
from tests.world import World, arrive, eml

ASKED = 15
"""Statements of the page: eight for the frame and who looks, two for the deadline, the rest for what is found."""
pytestmark = pytest.mark.django_db


def titles(pages: Client, typed: str, **more: str) -> list[str]:
    """What the page shows, newest first."""
    answer = pages.get("/search/", {"q": typed, **more})
    assert answer.status_code == 200
    found = re.findall(r'result__title"[^>]*>(.*?)</a>', answer.content.decode(), re.DOTALL)
    return [re.sub(r"<[^>]+>", "", title).strip() for title in found]


@pytest.fixture
def tickets(world: World) -> None:
    """Three tickets: two in Support, one of them closed; one with a file."""
    arrive(world.channel, eml(subject="Printer on fire", body="Paper jam in the Häuser", from_="Ann <ann@a.example>"))
    arrive(world.channel, eml(subject="Rechnung fehlt", body="Bitte senden", from_="Bob Müller <bob@b.example>"))
    arrive(world.channel, eml(subject="Scanner broken", body="No pages", from_="Ann <ann@a.example>"))
    Ticket.objects.filter(title="Scanner broken").update(state=TicketState.CLOSED, owner=world.agent, tags=["vip"])
    Ticket.objects.filter(title="Rechnung fehlt").update(created_at=timezone.now() - datetime.timedelta(days=400))
    (digest,) = Blob.objects.keep([b"The enclosed Wartungsvertrag"])
    article = Ticket.objects.get(title="Rechnung fehlt").articles.get()
    Attachment.objects.create(article=article, filename="v.txt", content_type="text/plain", size=9, blob_id=digest)
    index_waiting()
    read_waiting()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("printer", ["Printer on fire"]),
        ("haeuser", ["Printer on fire"]),
        ("rechnungen", ["Rechnung fehlt"]),
        ("mueller", ["Rechnung fehlt"]),
        ("printer OR scanner", ["Scanner broken", "Printer on fire"]),
        ("from:ann", ["Scanner broken", "Printer on fire"]),
        ("from:ann -printer", ["Scanner broken"]),
        ("-from:ann", ["Rechnung fehlt"]),
        ('"paper jam"', ["Printer on fire"]),
        ('"jam paper"', []),
        ("von:ann status:geschlossen", ["Scanner broken"]),
        ("state:new printer", ["Printer on fire"]),
        ("-state:closed from:ann", ["Printer on fire"]),
        ("group:support scanner", ["Scanner broken"]),
        ("gruppe:supp scanner", ["Scanner broken"]),
        ("owner:me", ["Scanner broken"]),
        ("besitzer:anna", ["Scanner broken"]),
        ("owner:nobody from:ann", ["Printer on fire"]),
        ("tag:vip", ["Scanner broken"]),
        ("-tag:vip from:ann", ["Printer on fire"]),
        ("customer:bob@b.example", ["Rechnung fehlt"]),
        ("before:2026-01", ["Rechnung fehlt"]),
        ("has:attachment", ["Rechnung fehlt"]),
        ("wartungsvertrag", ["Rechnung fehlt"]),
        ("v.txt", ["Rechnung fehlt"]),
        ("state:closed OR printer", ["Scanner broken", "Printer on fire"]),
        ("nothing-of-the-kind", []),
    ],
)
def test_search_finds(typed: str, found: list[str], tickets: None, pages: Client) -> None:
    assert titles(pages, typed) == found


def test_head_counts_more_than_text_among_the_best(world: World, pages: Client) -> None:
    arrive(world.channel, eml(subject="Toner empty", body="hello"))
    arrive(world.channel, eml(subject="Something else", body="About toner"))
    index_waiting()
    assert titles(pages, "toner") == ["Something else", "Toner empty"]
    assert titles(pages, "toner", order="best") == ["Toner empty", "Something else"]


def test_what_was_found_is_marked_and_nothing_of_a_mail_becomes_markup(world: World, pages: Client) -> None:
    arrive(world.channel, eml(subject="<b>Printer</b>", body="<script>alert(1)</script> printers"))
    index_waiting()
    text = pages.get("/search/?q=printer").content.decode()
    assert "&lt;b&gt;<mark>Printer</mark>&lt;/b&gt;" in text
    assert "<mark>printers</mark>" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("form", ["{}", "#{}", "[Ticket#{}]", "AW: [Ticket#{}] Printer"])
def test_number_leads_to_the_ticket(form: str, tickets: None, pages: Client) -> None:
    ticket = Ticket.objects.get(title="Printer on fire")
    typed = form.format(ticket.number)
    assert pages.get("/search/", {"q": typed}).headers["Location"] == f"/tickets/{ticket.pk}/"
    assert pages.get("/search/", {"q": typed}, headers={"HX-Request": "true"}).status_code == 200


def test_unknown_operators_and_values_are_told(tickets: None, pages: Client) -> None:
    text = pages.get("/search/", {"q": "fron:ann"}).content.decode()
    assert ("There is no operator “fron:”" in text, "Did you mean “from:”?" in text) == (True, True)
    assert "“group:” knows no “Elsewhere”." in pages.get("/search/", {"q": "group:Elsewhere"}).content.decode()


def test_pages_follow_each_other_without_repeating(world: World, pages: Client) -> None:
    arrive(world.channel, *(eml(subject=f"Matter {n}", message_id=f"<{n}@c.example>") for n in range(60)))
    answers = (eml(subject="Re: M", message_id=f"<r{n}@c.example>", references=f"<{n}@c.example>") for n in range(60))
    arrive(world.channel, *answers)
    index_waiting()
    url, seen = "/search/?q=carl", []
    while url:
        text = pages.get(url, headers={"HX-Request": "true"}).content.decode()
        seen += re.findall(r'href="/tickets/(\d+)/"', text)
        more = re.search(r'class="button" href="([^"]+)"', text)
        url = f"/search/{more[1].replace('&amp;', '&')}" if more else ""
    assert (len(seen), len(set(seen))) == (60, 60)


def test_nobody_finds_what_they_may_not_see(tickets: None, cast: Cast) -> None:
    elsewhere = Group.objects.create(name="Elsewhere")
    role = Role.objects.create(name="Other", is_agent=True)
    GroupAccess.objects.create(group=elsewhere, role=role, levels=[Level.FULL])
    outsider = User.objects.create_user("out@desk.example", name="Out")
    outsider.roles.add(role)
    for person in (outsider, cast.administrator):
        pages = cast.client(person)
        number = Ticket.objects.earliest("pk").number
        for typed in (
            "printer",
            "from:ann",
            "-nothing",
            "before:2030",
            "tag:vip",
            number,
            "-printer",
            "has:attachment",
        ):
            assert titles(pages, typed) == [], typed
        assert titles(pages, "printer", order="best") == []
    assert titles(cast.client(outsider), "ann", kind="customers") == []
    assert titles(cast.client(cast.administrator), "ann", kind="customers") != []


def test_customers_and_strangers_do_not_search(cast: Cast) -> None:
    assert cast.client(cast.world.customer).get("/search/?q=x").status_code == 403
    assert cast.client(None).get("/search/?q=x").headers["Location"].startswith("/account/login/")


def test_people_are_found_by_the_beginnings_of_their_names(tickets: None, pages: Client, world: World) -> None:
    organisation = Organisation.objects.create(name="Straßenbau Süd GmbH", domains=["suedbau.example"])
    Ticket.objects.filter(title="Rechnung fehlt").update(organisation=organisation)
    assert titles(pages, "mueller", kind="customers") == ["Bob Müller"]
    assert titles(pages, "b.example bob", kind="customers") == ["Bob Müller"]
    assert titles(pages, "strassenb", kind="organisations") == ["Straßenbau Süd GmbH"]
    assert titles(pages, "suedbau", kind="organisations") == ["Straßenbau Süd GmbH"]
    assert titles(pages, 'organisation:"Straßenbau"') == ["Rechnung fehlt"]


@pytest.mark.parametrize("count", [1, 30])
def test_page_asks_as_often_whatever_it_finds(
    count: int, world: World, pages: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    arrive(world.channel, *(eml(subject=f"Matter {n}", from_=f"c{n}@customer.example") for n in range(count)))
    index_waiting()
    warm(pages, "/search/?q=matter&order=best")
    with django_assert_num_queries(ASKED):
        pages.get("/search/?q=matter&order=best")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["from:", "to:", "group:", "state:", "tag:", "number:", "before:", "after:", "has:", "owner:", "customer:",
             "organisation:", "x:", "-", '"', "OR", " ", "a", "support", "new", "2026", "31.12.9999", "9" * 60, "\0",
             "'", "\\", "&", "|", "!", "<->", ":*", "ä", "\u2028", "\ufdfa", "\U0001f600", "%", "me"]
        ),
        max_size=8,
    ).map("".join)
    | st.text(max_size=40),
    st.sampled_from(["", "best"]),
    st.sampled_from(["", "9", "2026-01-01T00:00:00.0_1", "x_y", "_", "9999-99-99_9"]),
)  # fmt: skip
def test_anything_can_be_searched(world: World, pages: Client, typed: str, order: str, after: str) -> None:
    asked = {"q": typed.encode("utf-8", "replace").decode(), "order": order, "after": after}
    answer = pages.get("/search/", asked)
    assert answer.status_code in (200, 302)
