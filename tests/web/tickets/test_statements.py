"""How often a page asks the database: as often for one ticket as for sixty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from postroom.models import Article, ArticleKind, Attachment, Blob, Event, ListChoice, Outbound, Ticket
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from postroom.web.tickets.columns import COLUMNS
from postroom.web.tickets.order import GROUPINGS
from tests.web.cast import warm
from tests.web.tickets.at_work import answer
from tests.world import World, arrive, eml

LIST = 10
TICKET = 15
ANSWER = 25


@pytest.mark.parametrize("count", [1, 60])
def test_list_asks_as_often_whatever_it_shows(
    count: int, world: World, pages: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    arrive(world.channel, *(eml(subject=f"Matter {n}", from_=f"c{n}@customer.example") for n in range(count)))
    assert Ticket.objects.count() == count
    warm(pages, "/notifications/")
    with django_assert_num_queries(LIST):
        pages.get("/tickets/")


@pytest.mark.parametrize("group_by", ["", *GROUPINGS])
def test_list_asks_as_often_for_every_column_and_grouping(
    group_by: str, world: World, pages: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    arrive(world.channel, *(eml(subject=f"Matter {n}", from_=f"c{n}@customer.example") for n in range(3)))
    ListChoice.objects.create(user=world.agent, overview="open", columns=list(COLUMNS), group_by=group_by)
    warm(pages, "/notifications/")
    with django_assert_num_queries(LIST):
        pages.get("/tickets/")


@pytest.mark.parametrize("count", [1, 30])
def test_ticket_asks_as_often_whatever_its_length(
    count: int, world: World, ticket: Ticket, pages: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        _lengthen(world, ticket, number)
    warm(pages, "/notifications/")
    with django_assert_num_queries(TICKET):
        pages.get(f"/tickets/{ticket.pk}/")


def test_answer_asks_no_more_often_than_a_page_may(world: World, ticket: Ticket, pages: Client) -> None:
    for number in range(3):
        _lengthen(world, ticket, number)
    warm(pages, "/notifications/")
    with CaptureQueriesContext(connection) as asked:
        assert answer(pages, world, ticket).status_code == 302
    assert len(asked) <= ANSWER


def _lengthen(world: World, ticket: Ticket, number: int) -> None:
    article = Article.objects.create(
        ticket=ticket,
        kind=ArticleKind.EMAIL,
        sender="agent",
        body_html="<p>Hello</p>",
        created_at=ticket.created_at,
        created_by=world.agent,
    )
    (digest,) = Blob.objects.keep([b"content"])
    Attachment.objects.create(article=article, filename="f", content_type="text/plain", size=7, blob_id=digest)
    Outbound.objects.create(
        article=article, email_address=world.address, message_id=f"{number}@desk.example", recipients=["c@x.example"]
    )
    with acting(world.agent, "web") as act:
        change(act, locked(ticket.pk), owner=None if number % 2 else world.agent)
    assert Event.objects.filter(ticket=ticket).count() >= number
