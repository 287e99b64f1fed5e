"""From a mail to a ticket."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone

from postroom.models import (
    Article,
    Event,
    EventKind,
    Hint,
    Inbound,
    InboundState,
    Organisation,
    Outcome,
    SenderKind,
    Ticket,
    TicketState,
    User,
)
from postroom.models.groups import FollowUp
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return make_world()


def close(ticket: Ticket) -> None:
    with acting(None, "test") as act:
        change(act, locked(ticket.pk), state=TicketState.CLOSED)


def test_mail_becomes_a_ticket_of_its_sender(world: World) -> None:
    (row,) = arrive(world.channel, eml(subject="Printer on fire", body="It burns."))
    ticket = Ticket.objects.get()
    article = Article.objects.get()
    assert (row.state, row.outcome, row.ticket, row.article) == (
        InboundState.PROCESSED,
        Outcome.TICKET,
        ticket,
        article,
    )
    assert (ticket.title, ticket.customer, ticket.group, ticket.state) == (
        "Printer on fire",
        world.customer,
        world.group,
        TicketState.NEW,
    )
    assert (article.sender, article.body_text.strip(), article.internal) == (SenderKind.CUSTOMER, "It burns.", False)
    assert [event.kind for event in ticket.events.all()] == [EventKind.OPENED]


def test_unknown_sender_becomes_a_customer_of_the_organisation_with_that_domain(world: World) -> None:
    organisation = Organisation.objects.create(name="New", domains=["new.example"])
    arrive(world.channel, eml(from_="Nina New <Nina@new.example>"))
    user = User.objects.get(email="nina@new.example")
    assert (user.name, user.organisation, user.has_usable_password()) == ("Nina New", organisation, False)
    assert Ticket.objects.get().organisation == organisation


def test_same_mail_again_under_another_key_is_nothing(world: World) -> None:
    mail = eml()
    arrive(world.channel, mail)
    arrive(world.channel, mail)
    assert (Ticket.objects.count(), Inbound.objects.count()) == (1, 1)


def test_answer_by_subject_mark_of_the_customer_is_added_and_opens_the_ticket(world: World) -> None:
    arrive(world.channel, eml())
    ticket = Ticket.objects.get()
    close(ticket)
    (row,) = arrive(world.channel, eml(subject=f"AW: Printer on fire [Ticket#{ticket.number}]", body="Still burns"))
    ticket.refresh_from_db()
    assert (row.outcome, row.ticket, ticket.state, ticket.article_count) == (
        Outcome.FOLLOW_UP,
        ticket,
        TicketState.OPEN,
        2,
    )


def test_answer_by_references_is_added(world: World) -> None:
    arrive(world.channel, eml(message_id="<one@customer.example>"))
    (row,) = arrive(world.channel, eml(subject="Something else", in_reply_to="<one@customer.example>", body="More"))
    assert (row.outcome, Ticket.objects.count()) == (Outcome.FOLLOW_UP, 1)


def test_answers_in_one_batch_find_each_other(world: World) -> None:
    rows = arrive(
        world.channel,
        eml(message_id="<one@customer.example>"),
        eml(message_id="<two@customer.example>", in_reply_to="<one@customer.example>"),
        eml(message_id="<three@customer.example>", references="<one@customer.example> <two@customer.example>"),
    )
    assert [row.outcome for row in rows] == [Outcome.TICKET, Outcome.FOLLOW_UP, Outcome.FOLLOW_UP]
    assert Ticket.objects.get().article_count == 3


def test_stranger_quoting_a_number_gets_a_ticket_of_their_own_with_a_hint(world: World) -> None:
    arrive(world.channel, eml())
    first = Ticket.objects.get()
    arrive(world.channel, eml(from_="eve@stranger.example", subject=f"[Ticket#{first.number}] give me all"))
    second = Ticket.objects.exclude(pk=first.pk).get()
    assert (second.hint, second.hinted_ticket, first.articles.count()) == (Hint.STRANGER, first, 1)


def test_stranger_whose_address_holds_a_participants_is_still_a_stranger(world: World) -> None:
    arrive(world.channel, eml(cc="anna@other.example"))
    first = Ticket.objects.get()
    arrive(world.channel, eml(from_="na@other.example", subject=f"[Ticket#{first.number}]"))
    assert Ticket.objects.exclude(pk=first.pk).get().hint == Hint.STRANGER


def test_copied_person_takes_part(world: World) -> None:
    arrive(world.channel, eml(cc="Bob <bob@other.example>"))
    number = Ticket.objects.get().number
    (row,) = arrive(world.channel, eml(from_="BOB@other.example", subject=f"Re: [Ticket#{number}]"))
    assert row.outcome == Outcome.FOLLOW_UP


def test_colleague_takes_part_only_where_the_organisation_shares(world: World) -> None:
    organisation = Organisation.objects.create(name="Customer", domains=["customer.example"], shared=True)
    User.objects.filter(pk=world.customer.pk).update(organisation=organisation)
    arrive(world.channel, eml())
    number = Ticket.objects.get().number
    (shared,) = arrive(world.channel, eml(from_="cleo@customer.example", subject=f"[Ticket#{number}] one"))
    organisation.shared = False
    organisation.save()
    (alone,) = arrive(world.channel, eml(from_="cora@customer.example", subject=f"[Ticket#{number}] two"))
    assert (shared.outcome, alone.outcome) == (Outcome.FOLLOW_UP, Outcome.TICKET)


def test_answer_to_a_closed_ticket_becomes_a_new_one_where_the_group_wants_so(world: World) -> None:
    world.group.follow_up = FollowUp.NEW_TICKET
    world.group.save()
    arrive(world.channel, eml())
    first = Ticket.objects.get()
    close(first)
    arrive(world.channel, eml(subject=f"Re: [Ticket#{first.number}]"))
    second = Ticket.objects.exclude(pk=first.pk).get()
    assert (second.hint, second.hinted_ticket) == (Hint.CLOSED, first)


def test_answer_to_a_ticket_closed_lately_opens_it_where_the_group_counts_days(world: World) -> None:
    world.group.follow_up, world.group.follow_up_days = FollowUp.NEW_TICKET_AFTER, 7
    world.group.save()
    arrive(world.channel, eml())
    ticket = Ticket.objects.get()
    close(ticket)
    (soon,) = arrive(world.channel, eml(subject=f"Re: [Ticket#{ticket.number}]", body="soon"))
    Ticket.objects.update(state=TicketState.CLOSED, closed_at=timezone.now() - datetime.timedelta(days=8))
    (late,) = arrive(world.channel, eml(subject=f"Re: [Ticket#{ticket.number}]", body="late"))
    assert (soon.outcome, late.outcome) == (Outcome.FOLLOW_UP, Outcome.TICKET)


def test_out_of_office_is_attached_and_changes_nothing(world: World) -> None:
    arrive(world.channel, eml(message_id="<one@customer.example>"))
    close(Ticket.objects.get())
    (row,) = arrive(
        world.channel,
        eml(
            subject="Out of office",
            in_reply_to="<one@customer.example>",
            auto_submitted="auto-replied",
            x_auto_response_suppress="All",
        ),
    )
    ticket = Ticket.objects.get()
    assert (row.outcome, ticket.state, ticket.articles.last().may_answer) == (  # type: ignore[union-attr]
        Outcome.FOLLOW_UP,
        TicketState.CLOSED,
        False,
    )


def test_agent_writing_for_a_customer_makes_the_recipient_the_customer(world: World) -> None:
    arrive(world.channel, eml(from_="anna@desk.example", to="dora@customer.example", cc="support@desk.example"))
    assert Ticket.objects.get().customer.email == "dora@customer.example"
    assert Article.objects.get().sender == SenderKind.AGENT


def test_mail_forwarded_by_an_agent_keeps_its_customer(world: World) -> None:
    body = "see below\n\n---------- Forwarded message ---------\nFrom: Emil Example <emil@customer.example>\n"
    body += "Date: Mon, 23 Nov 2026\nSubject: Help\nTo: anna@desk.example\n\nPlease help"
    arrive(world.channel, eml(from_="anna@desk.example", subject="Fwd: Help", body=body))
    assert Ticket.objects.get().customer.email == "emil@customer.example"


def test_trusted_headers_count_only_from_a_trusted_channel(world: World) -> None:
    mail = {"x_postroom_ticket_priority": "high", "x_zammad_ticket_tags": "alarm, door"}
    arrive(world.channel, eml(**mail, body="one"))
    world.channel.trusted = True
    world.channel.save()
    arrive(world.channel, eml(**mail, body="two"))
    assert [(t.priority, t.tags) for t in Ticket.objects.order_by("pk")] == [(2, []), (3, ["alarm", "door"])]


def test_old_mail_is_archived_in_silence_with_its_own_date(world: World) -> None:
    world.channel.archive, world.channel.archive_before = True, timezone.now() - datetime.timedelta(days=1)
    world.channel.save()
    received = timezone.now() - datetime.timedelta(days=400)
    arrive(world.channel, eml(), received=received)
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.created_at, ticket.closed_at) == (TicketState.CLOSED, received, received)
    assert Event.objects.filter(triggers_pending=True).count() == 0


@pytest.fixture
def poison() -> Iterator[None]:
    """Let the database itself refuse every article with the subject `poison`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$"
            "BEGIN IF NEW.subject = 'poison' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse_poison BEFORE INSERT ON postroom_article "
            "FOR EACH ROW EXECUTE FUNCTION refuse_poison()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION refuse_poison CASCADE")


def test_mail_that_cannot_be_written_goes_to_quarantine_and_the_rest_goes_on(world: World, poison: None) -> None:
    rows = arrive(world.channel, eml(subject="one"), eml(subject="poison"), eml(subject="two"))
    assert [(row.state, row.outcome) for row in rows] == [
        (InboundState.PROCESSED, Outcome.TICKET),
        (InboundState.QUARANTINED, ""),
        (InboundState.PROCESSED, Outcome.TICKET),
    ]
    assert ("poison" in rows[1].error, bytes(rows[1].raw.content)) == (True, eml(subject="poison"))
    assert sorted(Ticket.objects.values_list("title", flat=True)) == ["one", "two"]


def test_mail_without_a_sender_still_becomes_a_ticket(world: World) -> None:
    (row,) = arrive(world.channel, b"Subject: nobody\r\n\r\nhello")
    assert (row.outcome, Ticket.objects.get().customer.email) == (Outcome.TICKET, "no-sender@invalid")


def test_mail_over_the_limit_becomes_a_ticket_with_text_and_list_and_the_sender_is_told(world: World) -> None:
    (row,) = arrive(world.channel, eml(body="big one"), size=11 * 1024 * 1024)
    ticket = Ticket.objects.get()
    first, told = ticket.articles.all()
    assert (row.outcome, first.body_text.strip(), first.raw_id) == (Outcome.TICKET, "big one", row.raw_id)
    assert ["limit" in defect for defect in first.defects] == [True]
    assert (told.sender, told.to_header) == (SenderKind.SYSTEM, "Carl Customer <carl@customer.example>")
