"""What a person decides about a mail in the outbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from postroom.delivery.decide import DecisionRefused, cancel, mark_sent, resend
from postroom.mail.values import Address
from postroom.models import Event, EventKind, Outbound, OutboundState, Ticket
from postroom.tickets.act import acting
from postroom.tickets.locking import locked
from postroom.tickets.replying import MailDraft, reply
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def outbound(world: World) -> Outbound:
    arrive(world.channel, eml())
    with acting(world.agent, "test") as act:
        draft = MailDraft(to=(Address("", "carl@customer.example"),), subject="RE", text="Use water.")
        return reply(act, locked(Ticket.objects.get().pk), draft)


def put(outbound: Outbound, state: OutboundState) -> Outbound:
    """Let the mail stand at `state`, with the marks of an attempt."""
    Outbound.objects.filter(pk=outbound.pk).update(
        state=state,
        attempts=4,
        first_attempt_at=timezone.now(),
        handed_over_at=timezone.now(),
        not_before=timezone.now() + timedelta(hours=1) if state == OutboundState.WAITING else None,
        error_code="mailbox-full",
        server_text="552 full",
    )
    return Outbound.objects.select_related("article__ticket", "email_address__channel").get(pk=outbound.pk)


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="deliver").count()


@pytest.mark.parametrize("state", [OutboundState.FAILED, OutboundState.CANCELLED])
def test_mail_that_did_not_leave_is_sent_again_under_its_id(
    state: OutboundState, world: World, outbound: Outbound
) -> None:
    row, before = put(outbound, state), jobs()
    with acting(world.agent, "test") as act:
        resend(act, row)
    again = Outbound.objects.get()
    assert (again.state, again.message_id, again.attempts) == (OutboundState.WAITING, outbound.message_id, 0)
    assert (again.first_attempt_at, again.handed_over_at, again.error_code) == (None, None, "")
    assert jobs() == before + 1
    event = Event.objects.get(kind=EventKind.DELIVERY)
    assert (event.actor, event.changes) == (world.agent, {"delivery": [state.value, "waiting"]})


def test_uncertain_mail_is_sent_again_only_when_twice_is_all_right(world: World, outbound: Outbound) -> None:
    row = put(outbound, OutboundState.UNCERTAIN)
    with pytest.raises(DecisionRefused), acting(world.agent, "test") as act:
        resend(act, row)
    assert Outbound.objects.get().state == OutboundState.UNCERTAIN
    with acting(world.agent, "test") as act:
        resend(act, row, even_if_twice=True)
    assert Outbound.objects.get().state == OutboundState.WAITING


@pytest.mark.parametrize("state", [OutboundState.SENT, OutboundState.SENDING, OutboundState.WAITING])
def test_mail_that_left_or_leaves_is_not_sent_again(state: OutboundState, world: World, outbound: Outbound) -> None:
    row = put(outbound, state)
    with pytest.raises(DecisionRefused), acting(world.agent, "test") as act:
        resend(act, row, even_if_twice=True)
    assert (Outbound.objects.get().state, Event.objects.filter(kind=EventKind.DELIVERY).count()) == (state, 0)


def test_mail_of_a_disabled_channel_is_not_sent_again(world: World, outbound: Outbound) -> None:
    world.channel.active = False
    world.channel.save()
    row = put(outbound, OutboundState.FAILED)
    with pytest.raises(DecisionRefused), acting(world.agent, "test") as act:
        resend(act, row)
    assert Outbound.objects.get().state == OutboundState.FAILED


def test_mail_claimed_meanwhile_is_not_cancelled(world: World, outbound: Outbound) -> None:
    row = put(outbound, OutboundState.WAITING)
    Outbound.objects.update(state=OutboundState.SENDING)
    with pytest.raises(DecisionRefused), acting(world.agent, "test") as act:
        cancel(act, row)
    assert Outbound.objects.get().state == OutboundState.SENDING


def test_waiting_mail_is_cancelled(world: World, outbound: Outbound) -> None:
    row = put(outbound, OutboundState.WAITING)
    with acting(world.agent, "test") as act:
        cancel(act, row)
    cancelled = Outbound.objects.get()
    assert (cancelled.state, cancelled.finished_at is not None) == (OutboundState.CANCELLED, True)


def test_only_an_uncertain_mail_is_marked_as_sent(world: World, outbound: Outbound) -> None:
    row = put(outbound, OutboundState.FAILED)
    with pytest.raises(DecisionRefused), acting(world.agent, "test") as act:
        mark_sent(act, row)
    row = put(outbound, OutboundState.UNCERTAIN)
    with acting(world.agent, "test") as act:
        mark_sent(act, row)
    assert (Outbound.objects.get().state, Outbound.objects.get().error_code) == (OutboundState.SENT, "")
