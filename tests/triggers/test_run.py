"""What follows by itself, and what does not."""

from __future__ import annotations

import pytest

from postroom.models import Event, EventKind, Outbound, SenderKind, Ticket, Trigger, WebhookCall
from postroom.tickets.act import acting
from postroom.tickets.automatic import CAPS
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from postroom.triggers.shipped import ship_triggers
from tests.world import World, arrive, eml, follow, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    world = make_world()
    ship_triggers()
    return world


def automatic() -> list[tuple[list[str], str]]:
    """Return recipients and subject of all automatic mail about tickets."""
    rows = Outbound.objects.filter(auto=True, article__isnull=False).order_by("pk")
    return [(row.recipients, row.article.subject) for row in rows if row.article]


def test_new_ticket_is_confirmed_once(world: World) -> None:
    arrive(world.channel, eml())
    follow()
    ticket = Ticket.objects.get()
    assert automatic() == [
        (
            ["carl@customer.example"],
            f"Thank you for your message (Printer on fire) [Ticket#{ticket.number}]",
        )
    ]
    confirmation = ticket.articles.get(sender=SenderKind.SYSTEM)
    assert (ticket.number in confirmation.body_text, "Carl Customer" in confirmation.body_html) == (True, True)
    assert not Event.objects.filter(triggers_pending=True).exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"precedence": "bulk"},
        {"list_id": "<list.example.org>"},
        {"x_auto_response_suppress": "All"},
        {"from_": "noreply@shop.example"},
        {"from_": "MAILER-DAEMON@mx.example", "return_path": "<>"},
        {"from_": "support@desk.example"},
    ],
    ids=lambda headers: next(iter(headers.items()))[1],
)
def test_automatic_mail_is_not_confirmed(world: World, headers: dict[str, str]) -> None:
    arrive(world.channel, eml(**headers))
    assert (Ticket.objects.count(), automatic()) == (1, [])


def test_undeliverable_address_is_not_written_to(world: World) -> None:
    world.customer.undeliverable_since = world.customer.created_at
    world.customer.undeliverable_reason = "550 5.1.1 unknown"
    world.customer.save()
    arrive(world.channel, eml())
    reasons = Event.objects.filter(kind=EventKind.DELIVERY).values_list("reason", flat=True)
    assert (automatic(), ["550 5.1.1 unknown" in reason for reason in reasons]) == ([], [True])


def test_one_sender_gets_no_more_confirmations_than_the_caps_allow(world: World) -> None:
    _per_ticket, overall = CAPS[10]
    arrive(world.channel, *[eml(body=f"alarm {number}") for number in range(overall + 5)])
    assert (Ticket.objects.count(), len(automatic())) == (overall + 5, overall)


def test_owner_is_told_of_a_customers_answer_but_not_of_their_own_doing(world: World) -> None:
    arrive(world.channel, eml(message_id="<one@customer.example>"))
    with acting(world.agent, "test") as act:
        change(act, locked(Ticket.objects.get().pk), owner=world.agent)
    follow()
    assert Outbound.objects.filter(recipients=["anna@desk.example"]).count() == 0
    arrive(world.channel, eml(in_reply_to="<one@customer.example>", body="more"))
    told = Outbound.objects.get(recipients=["anna@desk.example"])
    assert (told.article, "more" in told.body, told.auto) == (None, True, True)


def test_trigger_changes_tags_notes_and_calls_a_webhook(world: World) -> None:
    Trigger.objects.create(
        name="Fire",
        conditions={"any": [{"field": "ticket.title", "op": "contains", "value": "fire"}]},
        actions=[
            {"action": "change", "priority": 3, "owner": world.agent.pk},
            {"action": "tags", "add": ["fire"]},
            {"action": "note", "text": "Run, #{customer.first_name}!"},
            {"action": "webhook", "url": "http://127.0.0.1:9/hook"},
        ],
    )
    arrive(world.channel, eml(subject="Fire!"), eml(subject="Water!"))
    fire, water = Ticket.objects.order_by("pk")
    assert (fire.priority, fire.owner, fire.tags) == (3, world.agent, ["fire"])
    assert (water.priority, water.owner, water.tags) == (2, None, [])
    assert fire.articles.get(kind="note").body_text == "Run, Carl!"
    assert WebhookCall.objects.get().payload["ticket"]["number"] == fire.number


def test_triggers_do_not_start_each_other(world: World) -> None:
    Trigger.objects.create(
        name="Echo",
        conditions={"field": "event.kind", "op": "is", "value": ["noted"]},
        actions=[{"action": "note", "text": "x"}],
    )
    Trigger.objects.create(
        name="Begin",
        conditions={"field": "event.kind", "op": "is", "value": ["opened"]},
        actions=[{"action": "note", "text": "y"}],
    )
    arrive(world.channel, eml())
    follow()
    follow()
    assert list(Ticket.objects.get().articles.filter(kind="note").values_list("body_text", flat=True)) == ["y"]


def test_trigger_that_fails_is_noted_and_keeps_nothing_from_other_tickets(world: World) -> None:
    Trigger.objects.create(
        name="Broken",
        position=1,
        conditions={"field": "ticket.title", "op": "is", "value": ["bad"]},
        actions=[{"action": "change", "group": 999_999}],
    )
    arrive(world.channel, eml(subject="bad"), eml(subject="good"))
    bad, good = Ticket.objects.order_by("pk")
    assert [subject for _, subject in automatic()] == [
        f"Thank you for your message (bad) [Ticket#{bad.number}]",
        f"Thank you for your message (good) [Ticket#{good.number}]",
    ]
    assert bad.events.get(reason__startswith="Broken").kind == EventKind.CHANGED
    assert not Event.objects.filter(triggers_pending=True).exists()
