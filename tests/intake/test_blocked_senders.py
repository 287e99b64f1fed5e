"""Mail of blocked senders becomes no ticket, and says why; mail of those who work here always does."""

from __future__ import annotations

import pytest

from postroom.configuration import configure
from postroom.models import Ticket
from postroom.models.inbound import Outcome
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize(
    ("entry", "sender", "refused"),
    [
        ("carl@customer.example", "Carl <CARL@customer.example>", True),
        ("@customer.example", "somebody@customer.example", True),
        ("carl@customer.example", "karl@customer.example", False),
        ("@customer.example", "carl@not-customer.example", False),
        ("@customer.example", "carl@sub.customer.example", False),
        ("@desk.example", "Anna Agent <anna@desk.example>", False),
    ],
)
def test_blocked_mail_becomes_no_ticket_and_says_why(entry: str, sender: str, refused: bool, world: World) -> None:
    configure(blocked_senders=[entry])
    (row,) = arrive(world.channel, eml(from_=sender))
    assert (Ticket.objects.count(), row.outcome) == ((0, Outcome.IGNORED) if refused else (1, Outcome.TICKET))
    (said,) = [line for line in row.trace if line["rule"] == "blocked"]
    assert said["hit"] is refused


def test_answers_of_blocked_senders_are_refused_too(world: World) -> None:
    arrive(world.channel, eml())
    configure(blocked_senders=["carl@customer.example"])
    number = Ticket.objects.get().number
    arrive(world.channel, eml(subject=f"RE: [Ticket#{number}]", body="More"))
    assert Ticket.objects.get().article_count == 1
