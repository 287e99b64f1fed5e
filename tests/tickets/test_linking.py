"""Links between tickets, and tickets made of messages."""

from __future__ import annotations

import pytest

from postroom.models import Article, Event, EventKind, LinkKind, Ticket, TicketLink
from postroom.tickets.act import acting
from postroom.tickets.linking import LinkRefused, link, unlink
from postroom.tickets.locking import locked, locked_many
from postroom.tickets.splitting import SplitRefused, split
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def mails(world: World, *subjects: str) -> list[Ticket]:
    rows = arrive(world.channel, *(eml(subject=subject) for subject in subjects))
    return [row.ticket for row in rows if row.ticket is not None]


def linked(world: World, source: Ticket, target: Ticket, kind: LinkKind = LinkKind.NORMAL) -> TicketLink:
    with acting(world.agent, "web") as act:
        both = locked_many([source.pk, target.pk])
        return link(act, both[source.pk], both[target.pk], kind)


def test_two_tickets_have_one_link(world: World) -> None:
    one, two = mails(world, "One", "Two")
    linked(world, one, two)
    linked(world, two, one, LinkKind.PARENT)
    assert list(TicketLink.objects.values_list("source", "target", "kind")) == [(two.pk, one.pk, "parent")]
    changes = list(Event.objects.filter(kind=EventKind.LINKED, ticket=one).values_list("changes", flat=True))
    assert changes == [{"linked": [None, two.number]}, {"parent": [None, two.number]}]
    with acting(world.agent, "web") as act:
        assert (unlink(act, one, two), unlink(act, one, two)) == (True, False)
    assert TicketLink.objects.count() == 0


def test_nobody_is_their_own_ancestor(world: World) -> None:
    one, two, three = mails(world, "One", "Two", "Three")
    linked(world, one, two, LinkKind.PARENT)
    linked(world, two, three, LinkKind.PARENT)
    for source, target in ((three, one), (one, one)):
        with pytest.raises(LinkRefused):
            linked(world, source, target, LinkKind.PARENT)
    assert TicketLink.objects.count() == 2


def test_message_becomes_a_ticket_of_its_own_with_its_files(world: World) -> None:
    (ticket,) = mails(world, "Two matters")
    arrive(world.channel, eml(subject=f"RE: [Ticket#{ticket.number}]", body="And another thing"))
    article = ticket.articles.order_by("pk").last()
    assert article is not None
    with acting(world.agent, "web") as act:
        made = split(act, locked(ticket.pk), article, " Another thing ")
    ticket.refresh_from_db()
    made.refresh_from_db()
    assert (made.title, made.customer, made.article_count, ticket.article_count) == (
        "Another thing", ticket.customer, 1, 1,
    )  # fmt: skip
    assert list(made.articles.values_list("pk", flat=True)) == [article.pk]
    assert TicketLink.objects.filter(source=ticket, target=made, kind=LinkKind.NORMAL).count() == 1
    assert Event.objects.filter(ticket=made, triggers_pending=True).count() == 0
    answer = eml(subject="RE: no number", references=f"<{article.message_id}>", message_id="<later@customer.example>")
    assert arrive(world.channel, answer)[0].ticket == made


def test_last_message_stays(world: World) -> None:
    (ticket,) = mails(world, "One matter")
    with pytest.raises(SplitRefused), acting(world.agent, "web") as act:
        split(act, locked(ticket.pk), Article.objects.get(), "Title")
    assert Ticket.objects.count() == 1
