"""The administrator's own filters."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postroom.models import Article, Filter, Group, Inbound, InboundState, Outcome, Priority, Ticket, TicketState
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return make_world()


def leaf(field: str, op: str, value: object = None) -> dict[str, object]:
    return {"field": field, "op": op, "value": value}


def filter_of(name: str, *conditions: dict[str, object], new: object = None, **fields: Any) -> Filter:
    return Filter.objects.create(
        name=name, active=True, conditions={"all": list(conditions)}, for_new=new or {}, **fields
    )


def said(row: Inbound) -> list[tuple[str, bool, str]]:
    return [(line["rule"], line["hit"], line["because"]) for line in row.trace if line["rule"].startswith("filter: ")]


@pytest.mark.parametrize(
    ("condition", "hits"),
    [
        (leaf("mail.from", "ends", "@customer.example"), True),
        (leaf("mail.from", "is", "CARL@customer.example"), True),
        (leaf("mail.from", "contains", "mallory"), False),
        (leaf("mail.recipients", "is", "support@desk.example"), True),
        (leaf("mail.header:X-Shop", "is", "north"), True),
        (leaf("mail.header:x-shop", "is_set"), True),
        (leaf("mail.header:List-Id", "is_set"), False),
        (leaf("mail.header:List-Id", "contains_not", "sales"), True),
        (leaf("mail.subject", "starts", "order"), True),
        (leaf("mail.body", "contains", "as agreed"), True),
        (leaf("mail.size", "less_than", 50), True),
        (leaf("mail.size", "more_than", 50), False),
        (leaf("mail.attachments", "less_than", 1), True),
        (leaf("mail.nature", "is", ["person"]), True),
        (leaf("mail.subject", "matches", r"^order (\d+)$"), True),
    ],
)
def test_condition_on_a_mail(world: World, condition: dict[str, object], hits: bool) -> None:
    filter_of("Orders", condition, new={"tags": ["order"]})
    mail = b"X-Shop: north\r\n" + eml(subject="Order 4711", body="Please send it as agreed.")
    (row,) = arrive(world.channel, mail)
    assert ([hit for _rule, hit, _because in said(row)], Ticket.objects.get().tags) == (
        [hits],
        ["order"] if hits else [],
    )


def test_new_ticket_gets_attributes_with_captured_values(world: World) -> None:
    sales = Group.objects.create(name="Sales")
    filter_of(
        "Shop",
        leaf("mail.subject", "matches", r"Order (?P<number>\d+) (?P<how>low|high)"),
        leaf("mail.body", "matches", r"Customer: (?P<who>\S+)"),
        new={
            "group": "#{capture.team}",
            "priority": "#{capture.how}",
            "title": "Order #{capture.number}",
            "customer": "#{capture.who}",
            "tags": ["shop", "order-#{capture.number}"],
            "state": "open",
        },
    )
    filter_of("Team", leaf("mail.subject", "matches", r"for (?P<team>\w+)"), new={"group": "#{capture.team}"})
    (row,) = arrive(world.channel, eml(subject="Order 4711 high for sales", body="Customer: nina@new.example"))
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.group, ticket.priority, ticket.state, ticket.tags, ticket.customer.email) == (
        "Order 4711",
        sales,
        Priority.HIGH,
        TicketState.OPEN,
        ["order-4711", "shop"],
        "nina@new.example",
    )
    assert "group: “” is unknown" in said(row)[0][2]


def test_owner_is_set_only_where_he_may_own(world: World) -> None:
    sales = Group.objects.create(name="Sales")
    filter_of("Anna", leaf("mail.subject", "contains", "for anna"), new={"owner": world.agent.pk})
    filter_of("Sales", leaf("mail.subject", "contains", "sales"), new={"group": sales.pk})
    arrive(world.channel, eml(subject="for anna"), eml(message_id="<2@x>", subject="for anna in sales"))
    assert list(Ticket.objects.order_by("pk").values_list("owner__email", "group__name")) == [
        ("anna@desk.example", "Support"),
        (None, "Sales"),
    ]


def test_follow_up_has_actions_of_its_own(world: World) -> None:
    filter_of(
        "Done",
        leaf("mail.subject", "contains", "printer"),
        new={"tags": ["new"]},
        for_follow_up={"tags": ["again"], "priority": 3, "internal": True, "state": "closed"},
    )
    arrive(world.channel, eml(message_id="<one@customer.example>", subject="Printer"))
    arrive(
        world.channel,
        eml(message_id="<two@customer.example>", subject="Re: Printer", references="<one@customer.example>"),
    )
    ticket = Ticket.objects.get()
    assert (ticket.tags, ticket.priority, ticket.state) == (["again", "new"], Priority.HIGH, TicketState.CLOSED)
    assert list(Article.objects.order_by("pk").values_list("internal", flat=True)) == [False, True]


def test_change_that_the_verb_refuses_stands_in_the_trace(world: World) -> None:
    filter_of("Later", leaf("mail.subject", "contains", "printer"), for_follow_up={"state": "pending_reminder"})
    arrive(world.channel, eml(message_id="<one@customer.example>", subject="Printer"))
    (row,) = arrive(world.channel, eml(subject="Re: Printer", references="<one@customer.example>"))
    assert (row.state, row.trace[-1]) == (
        InboundState.PROCESSED,
        {"rule": "change", "hit": False, "because": "Say until when the ticket is pending."},
    )


def test_discarded_mail_is_ignored_and_kept(world: World) -> None:
    filter_of("Spam", leaf("mail.header:X-Spam-Flag", "is", "yes"), new={"discard": True})
    (row,) = arrive(world.channel, b"X-Spam-Flag: YES\r\n" + eml(subject="Win"))
    assert (row.state, row.outcome, Ticket.objects.count()) == (InboundState.PROCESSED, Outcome.IGNORED, 0)
    assert (bytes(row.raw.content)[:12], said(row)) == (b"X-Spam-Flag:", [("filter: Spam", True, "discarded")])


def test_filters_are_asked_in_order_until_one_stops(world: World) -> None:
    filter_of("Last", leaf("mail.subject", "contains", "x"), new={"tags": ["last"]}, position=3)
    filter_of("First", leaf("mail.subject", "contains", "x"), new={"tags": ["first"]}, position=1)
    filter_of("Stops", leaf("mail.subject", "contains", "x"), new={"tags": ["stops"]}, position=2, stop=True)
    (row,) = arrive(world.channel, eml(subject="x"))
    assert said(row) == [
        ("filter: First", True, "tags = ['first']"),
        ("filter: Stops", True, "tags = ['stops']"),
        ("filter: Last", False, "not asked: “Stops” ends the filters"),
    ]
    assert Ticket.objects.get().tags == ["first", "stops"]


def test_filter_that_is_off_is_not_asked(world: World) -> None:
    filter_of("Off", leaf("mail.subject", "contains", "x"), new={"discard": True})
    Filter.objects.update(active=False)
    (row,) = arrive(world.channel, eml(subject="x"))
    assert (row.outcome, said(row)) == (Outcome.TICKET, [])


def test_filter_that_makes_no_sense_does_nothing_and_says_so(world: World) -> None:
    filter_of("Broken", leaf("mail.shoe_size", "is", "44"), new={"discard": True})
    (row,) = arrive(world.channel, eml(subject="x"))
    assert (row.outcome, said(row)[0][1:]) == (
        Outcome.TICKET,
        (False, "its conditions cannot be understood: There is no field “mail.shoe_size”."),
    )


def test_expression_that_never_ends_counts_as_a_miss(world: World) -> None:
    filter_of("Slow", leaf("mail.body", "matches", r"^(a|a|a|a)*$"), new={"discard": True})
    (row,) = arrive(world.channel, eml(body="a" * 200 + "b"))
    assert (row.outcome, [hit for _rule, hit, _because in said(row)]) == (Outcome.TICKET, [False])


def test_filters_cost_the_same_statements_however_many_mails(world: World) -> None:
    filter_of(
        "Anna", leaf("mail.subject", "matches", r"for (?P<who>\w+)"), new={"owner": "#{capture.who}@desk.example"}
    )
    arrive(world.channel, eml(subject="settings are read once in two seconds"))
    Ticket.objects.all().delete()
    counts = []
    for batch in (1, 9):
        mails = [eml(message_id=f"<{batch}-{n}@customer.example>", subject="for anna") for n in range(batch)]
        with CaptureQueriesContext(connection) as caught:
            arrive(world.channel, *mails)
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert set(Ticket.objects.values_list("owner__email", flat=True)) == {"anna@desk.example"}
