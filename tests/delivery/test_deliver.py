"""From the outbox to a real SMTP server."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest
from django.utils import timezone

from postroom.delivery.deliver import deliver
from postroom.delivery.record import abandoned
from postroom.mail.values import Address
from postroom.models import Article, ChannelHealth, Direction, HealthState, Outbound, OutboundState, Ticket, TicketState
from postroom.stopping import ask_to_stop, work_again
from postroom.tickets.act import acting
from postroom.tickets.drafts import FileDraft
from postroom.tickets.locking import locked
from postroom.tickets.replying import MailDraft, reply
from tests.servers.smtp import MailServer
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(mail_server: MailServer) -> World:
    world = make_world()
    world.channel.outbound = {
        "protocol": "smtp",
        "host": mail_server.host,
        "port": mail_server.port,
        "security": "none",
        "verify_certificate": True,
        "user": "",
    }
    world.channel.save()
    return world


def answer(world: World, *, to: str = "carl@customer.example", auto: bool = False) -> Outbound:
    """Let the agent answer the customer's first mail."""
    arrive(world.channel, eml(message_id="<one@customer.example>", references="<zero@customer.example>"))
    with acting(world.agent, "test") as act:
        return reply(
            act,
            locked(Ticket.objects.get().pk),
            MailDraft(
                to=(Address("Carl", to),),
                subject="RE: Printer on fire",
                text="Use water.",
                html='<p>Use <b>water</b>. <img data-cid="drop@desk"></p>',
                answers=Article.objects.get(),
                files=(
                    FileDraft("manual.pdf", "application/pdf", b"%PDF-1.4"),
                    FileDraft("drop.png", "image/png", b"\x89PNG", "drop@desk", inline=True),
                ),
                auto=auto,
            ),
        )


def test_answer_arrives_with_its_headers_parts_and_files(world: World, mail_server: MailServer) -> None:
    outbound = answer(world)
    deliver(world.channel.pk)
    (taken,) = mail_server.taken
    message = email.message_from_bytes(taken.content, policy=email.policy.default)
    outbound.refresh_from_db()
    assert (taken.sender, taken.recipients) == ("support@desk.example", ("carl@customer.example",))
    assert (message["From"], message["To"]) == (
        "Anna Agent via Desk <support@desk.example>",
        "Carl <carl@customer.example>",
    )
    assert (message["Message-ID"], message["In-Reply-To"]) == (f"<{outbound.message_id}>", "<one@customer.example>")
    assert message["References"].split() == ["<zero@customer.example>", "<one@customer.example>"]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    html = message.get_body(("html",))
    assert html is not None
    assert 'src="cid:drop@desk"' in html.get_content()
    assert (outbound.state, outbound.attempts) == (OutboundState.SENT, 1)
    assert outbound.article is not None
    assert bytes(Article.objects.get(pk=outbound.article.pk).raw.content) == taken.content  # type: ignore[union-attr]
    assert Ticket.objects.get().state == TicketState.OPEN


def test_passing_error_waits_and_the_second_try_sends_once(world: World, mail_server: MailServer) -> None:
    outbound = answer(world)
    mail_server.at_data = ["451 4.3.0 try later"]
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, outbound.attempts, mail_server.taken) == (OutboundState.WAITING, 1, [])
    assert outbound.not_before is not None
    assert outbound.not_before > timezone.now()
    Outbound.objects.update(not_before=None)
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, outbound.attempts, len(mail_server.taken)) == (OutboundState.SENT, 2, 1)


def test_mail_of_a_channel_that_does_not_open_waits_no_longer_than_the_channel(world: World) -> None:
    outbound = answer(world)
    world.channel.outbound["port"] = 1
    world.channel.save()
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, outbound.attempts, outbound.error_code) == (OutboundState.WAITING, 0, "connection-refused")
    assert outbound.not_before is not None
    assert outbound.not_before <= timezone.now() + timedelta(minutes=1)


def test_passing_error_is_given_up_after_two_days(world: World, mail_server: MailServer) -> None:
    outbound = answer(world)
    Outbound.objects.update(first_attempt_at=timezone.now() - timedelta(hours=48), attempts=50)
    mail_server.at_rcpt = {"carl@customer.example": "451 4.2.2 mailbox full"}
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, "mailbox full" in outbound.server_text) == (OutboundState.FAILED, True)


def test_refused_recipient_fails_at_once_with_the_servers_words_and_wakes_the_ticket(
    world: World, mail_server: MailServer
) -> None:
    outbound = answer(world, to="gone@customer.example")
    Ticket.objects.update(state=TicketState.CLOSED, closed_at=timezone.now())
    mail_server.at_rcpt = {"gone@customer.example": "550 5.1.1 no such user here"}
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, "no such user here" in outbound.server_text) == (OutboundState.FAILED, True)
    assert Ticket.objects.get().state == TicketState.OPEN
    assert not ChannelHealth.objects.filter(direction=Direction.OUT, state=HealthState.FAILING).exists()


def test_connection_cut_after_the_data_is_left_to_a_person(world: World, mail_server: MailServer) -> None:
    outbound = answer(world)
    mail_server.drop_after_data = True
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, len(mail_server.taken)) == (OutboundState.UNCERTAIN, 1)
    deliver(world.channel.pk)
    assert len(mail_server.taken) == 1


def test_sender_that_died_before_handing_over_is_taken_up_again(world: World, mail_server: MailServer) -> None:
    outbound = answer(world)
    Outbound.objects.update(state=OutboundState.SENDING, claimed_at=timezone.now(), handed_over_at=None)
    abandoned(world.channel.pk)
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, len(mail_server.taken)) == (OutboundState.SENT, 1)


def test_sender_that_died_after_handing_over_sends_nothing_twice(world: World, mail_server: MailServer) -> None:
    outbound = answer(world)
    Outbound.objects.update(state=OutboundState.SENDING, handed_over_at=timezone.now())
    abandoned(world.channel.pk)
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, mail_server.taken) == (OutboundState.UNCERTAIN, [])


def test_server_that_is_away_keeps_the_mail_waiting_and_marks_the_channel(world: World) -> None:
    outbound = answer(world)
    world.channel.outbound = {**world.channel.outbound, "port": 1}
    world.channel.save()
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    health = ChannelHealth.objects.get(direction=Direction.OUT)
    assert (outbound.state, health.state, health.code) == (
        OutboundState.WAITING,
        HealthState.FAILING,
        "connection-refused",
    )


def test_disabled_channel_sends_nothing(world: World, mail_server: MailServer) -> None:
    outbound = answer(world)
    world.channel.active = False
    world.channel.save()
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, mail_server.taken) == (OutboundState.WAITING, [])


def test_process_that_was_asked_to_stop_begins_no_mail(world: World, mail_server: MailServer) -> None:
    outbound = answer(world)
    ask_to_stop()
    try:
        deliver(world.channel.pk)
    finally:
        work_again()
    outbound.refresh_from_db()
    assert (outbound.state, mail_server.taken) == (OutboundState.WAITING, [])
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert outbound.state == OutboundState.SENT
